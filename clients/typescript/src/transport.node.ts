import type { Interceptor, Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

/** The transport of Node: gRPC over HTTP/2. */
export const openTransport = (baseUrl: string, interceptors: Interceptor[]): Transport =>
  createGrpcTransport({ baseUrl, interceptors });
