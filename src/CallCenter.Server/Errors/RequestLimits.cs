namespace CallCenter.Server.Errors;

/// <summary>Limits of requests that gRPC checks and that the messages of failures name.</summary>
internal sealed record RequestLimits(int MessageBytesMax);
