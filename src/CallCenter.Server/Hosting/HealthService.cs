using CallCenter.Engine.Board;
using Grpc.Core;
using Grpc.Health.V1;

namespace CallCenter.Server.Hosting;

/// <summary>Answers probes: the process, and its two halves by name.</summary>
internal sealed class HealthService(KpiBoard board, Stopping stopping) : Health.HealthBase
{
    private static readonly HashSet<string> Services = ["", "ingest", "subscribe"];

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
        => Services.Contains(request.Service)
            ? Task.FromResult(Now())
            : throw new RpcException(
                new Status(StatusCode.NotFound, $"There is no service '{request.Service}'; ask for '', 'ingest' or 'subscribe'."));

    // Ends when the server stops: a probe must not hold up the going down.
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responses, ServerCallContext context)
    {
        if (!Services.Contains(request.Service))
        {
            await responses.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.ServiceUnknown });
            return;
        }
        await responses.WriteAsync(Now());
        await stopping.Requested.WaitAsync(context.CancellationToken);
        await responses.WriteAsync(Now());
    }

    private HealthCheckResponse Now() => new()
    {
        Status = board.Ready.IsCompletedSuccessfully && !stopping.IsRequested
            ? HealthCheckResponse.Types.ServingStatus.Serving
            : HealthCheckResponse.Types.ServingStatus.NotServing,
    };
}
