using CallCenter.V1;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>The method Subscribe with frames for messages. It stands before the one of the generated code, which would want an object for
/// each message and subscriber.</summary>
internal sealed class FrameMethods : IServiceMethodProvider<KpiService>
{
    private const int BeforeGenerated = -1;

    private static readonly Method<SubscribeRequest, Frame> Subscribe = new(
        MethodType.ServerStreaming, V1.KpiService.Descriptor.FullName, nameof(KpiService.Subscribe),
        Marshallers.Create<SubscribeRequest>(
            (_, _) => throw new NotSupportedException(), context => SubscribeRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence())),
        Marshallers.Create<Frame>(Frame.Write, _ => throw new NotSupportedException()));

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<KpiService> context) => context.AddServerStreamingMethod(
        Subscribe, [], (service, request, responses, call) => service.StreamAsync(request, responses, call));

    /// <summary>A convention of the service's endpoints.</summary>
    public static void Order(EndpointBuilder endpoint)
    {
        var isOurs = endpoint.Metadata.OfType<GrpcMethodMetadata>().Any(grpc => ReferenceEquals(grpc.Method, Subscribe));
        if (isOurs) ((RouteEndpointBuilder)endpoint).Order = BeforeGenerated;
    }
}
