using System.Globalization;
using CallCenter.Client;
using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli;

/// <summary>A simulated contact centre that streams into the server over gRPC, like any adapter.</summary>
internal static class DemoFeed
{
    /// <summary>The span simulated before the start, so that the windows are not empty.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(string address, TimeProvider time, CancellationToken token)
    {
        DateTimeOffset start = time.GetUtcNow() - Past;
        var center = new SimulatedCallCenter(SimulationOptions.Demo with
        {
            StartTime = start,
            Seed = start.Minute * 60 + start.Second,
            // An earlier run may have left visits with the same ids.
            IdPrefix = start.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture) + "-",
        });
        await using var sender = EventSender.Connect(address, new EventSenderOptions { Source = "demo", Adapter = "ccg demo" });
        try
        {
            await sender.SendAsync(NothingIsLive(start), token);
            using var timer = new PeriodicTimer(Step, time);
            do
            {
                foreach (Event item in center.AdvanceTo(time.GetUtcNow()))
                    await sender.SendAsync(item, token);
            }
            while (await timer.WaitForNextTickAsync(token));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The demonstration is over.
        }
    }

    private static Event NothingIsLive(DateTimeOffset at)
        => new() { OccurredTime = Timestamp.FromDateTimeOffset(at), FloorReport = new FloorReport() };
}
