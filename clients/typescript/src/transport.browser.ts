import type { Interceptor, Transport } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";

/** The transport of browsers: gRPC-Web over fetch. */
export const openTransport = (baseUrl: string, interceptors: Interceptor[]): Transport =>
  createGrpcWebTransport({ baseUrl, interceptors });
