using System.Diagnostics;
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Campaign.Fuzz;

/// <summary>A well-behaved client of another tenant beside an attack: whatever happens, its events are counted, its snapshots are exact
/// and its subscription lives.</summary>
internal sealed class Companion : IDisposable
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromSeconds(0.1);

    private static readonly Selector Offered = new() { Kpis = { new KpiRef { Spec = "contacts_offered" } } };

    private readonly GrpcChannel _channel;
    private readonly IngestService.IngestServiceClient _ingest;
    private readonly KpiService.KpiServiceClient _kpis;
    private readonly HttpClient _http;
    private readonly string _address;

    public Companion(FuzzTarget target)
    {
        _channel = CallCenterChannel.Open(target.Grpc, CallCenterCredential.FromKey(target.CompanionKey));
        (_ingest, _kpis) = (new IngestService.IngestServiceClient(_channel), new KpiService.KpiServiceClient(_channel));
        (_http, _address) = (new HttpClient { Timeout = AnswerMax }, target.Web);
    }

    /// <summary>Rounds so far, each with an event, a snapshot and a probe.</summary>
    public long Rounds { get; private set; }

    /// <summary>The longest round.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Runs until cancelled; anything that a client would not expect is a finding.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var call = _kpis.Subscribe(new SubscribeRequest { Selector = Offered }, cancellationToken: cancellationToken);
        var watching = WatchAsync(call.ResponseStream);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (watching.IsCompleted) throw new FuzzFindingException($"the companion's subscription ended: {await watching}");
            var watch = Stopwatch.StartNew();
            await RoundAsync();
            Slowest = watch.Elapsed > Slowest ? watch.Elapsed : Slowest;
            await Task.Delay(Pause, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _channel.Dispose();
    }

    private async Task RoundAsync()
    {
        try
        {
            var visit = $"visit {++Rounds}";
            var now = Timestamp.FromDateTime(DateTime.UtcNow);
            await _ingest.PublishAsync(
                new PublishRequest
                {
                    Source = "steady",
                    Events =
                    {
                        new Event { OccurredTime = now, VisitQueued = new VisitQueued { VisitId = visit, Queue = "steady" } },
                        new Event { OccurredTime = now, VisitEnded = new VisitEnded { VisitId = visit, Outcome = VisitOutcome.Abandoned } },
                    },
                }, deadline: DateTime.UtcNow + AnswerMax);
            var answer = await _kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = Offered }, deadline: DateTime.UtcNow + AnswerMax);
            var counted = answer.Snapshot.Rows.Sum(row => row.Values[0].Count);
            if (counted != Rounds) throw new FuzzFindingException($"the companion sent {Rounds} visits and was shown {counted}");
            using var ready = await _http.GetAsync($"{_address}/readyz");
            if (!ready.IsSuccessStatusCode) throw new FuzzFindingException($"the server was not ready: {(int)ready.StatusCode}");
        }
        catch (Exception e) when (e is RpcException or HttpRequestException or TaskCanceledException)
        {
            throw new FuzzFindingException($"the companion was not served: {e.Message}");
        }
    }

    private static async Task<string> WatchAsync(IAsyncStreamReader<SubscribeResponse> responses)
    {
        try
        {
            while (await responses.MoveNext(CancellationToken.None))
            {
            }
            return "OK";
        }
        catch (RpcException e)
        {
            return e.Message;
        }
    }
}
