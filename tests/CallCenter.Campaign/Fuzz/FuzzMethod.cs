using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CallCenter.Campaign.Fuzz;

/// <summary>A gRPC method as bytes in and bytes out.</summary>
internal sealed record FuzzMethod(string Service, string Name, MethodType Type, MessageDescriptor Request)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);

    public string Path => $"/{Service}/{Name}";
    public bool IsOfContract => Service.StartsWith("callcenter.", StringComparison.Ordinal);

    public Method<byte[], byte[]> Call { get; } = new(Type, Service, Name, Bytes, Bytes);

    public static IReadOnlyList<FuzzMethod> Of(ServiceDescriptor service) => [.. service.Methods.Select(method => new FuzzMethod(
        service.FullName, method.Name,
        (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (true, true) => MethodType.DuplexStreaming,
            (true, false) => MethodType.ClientStreaming,
            (false, true) => MethodType.ServerStreaming,
            _ => MethodType.Unary,
        },
        method.InputType))];

    /// <summary>The bytes of a request: filled at random, mutated, or noise.</summary>
    public byte[] RandomRequest(Random random) => random.Next(10) switch
    {
        0 => Mutations.Noise(random, 400),
        < 5 => Mutations.Of(random, RandomMessage.Of(random, Request).ToByteArray()),
        _ => RandomMessage.Of(random, Request).ToByteArray(),
    };

    /// <summary>The requests of a stream; one of an adapter mostly begins with a hello.</summary>
    public IReadOnlyList<byte[]> RandomRequests(Random random)
    {
        var requests = Enumerable.Range(0, random.Next(1, 8)).Select(_ => RandomRequest(random)).ToList();
        if (Request == IngestRequest.Descriptor && random.Next(10) > 0)
            requests[0] = new IngestRequest { Hello = new Hello { Source = $"fuzz-{random.Next(4)}" } }.ToByteArray();
        return requests;
    }
}
