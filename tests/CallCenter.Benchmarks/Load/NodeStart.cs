using System.Diagnostics;
using System.Globalization;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Engine;
using CallCenter.Engine.Board;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Load;

/// <summary>The cost of one start.</summary>
/// <param name="Loaded">Seconds spent in the store's answers, added up over the shards.</param>
/// <param name="Pauses">Seconds of garbage collection pauses.</param>
/// <param name="Held">Live bytes afterwards.</param>
/// <param name="Full">Milliseconds of a blocking full collection afterwards.</param>
internal sealed record NodeStart(
    double Wall, double Cpu, double Opened, double Loaded, double Pauses, long Allocated, long Held, double Full,
    long Values, int Collections)
{
    public const string Head =
        "| history | ready s | CPU s | opening s | reading the store s | GC pauses s | first touch of as much memory s | collections "
            + "| allocated MB | held MB | full collection ms | M values/CPU s |";

    public static async Task<NodeStart> MeasureAsync(Func<IMetricStore> open)
    {
        GC.Collect();
        var collectionsBefore = GC.CollectionCount(0);
        var (allocatedBefore, pausesBefore, cpuBefore) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration(), CpuTime);
        var started = Stopwatch.GetTimestamp();
        var store = new ClockedStore(open());
        var opened = Stopwatch.GetElapsedTime(started);
        var views = new ViewSet(
            Guid.NewGuid(), new LimitSettings(), new OverLimitLog(TimeProvider.System, NullLogger.Instance), TimeProvider.System,
            NullLogger.Instance, new EngineMeter());
        await using var calls = new StoreCalls((_, _) => ValueTask.CompletedTask);
        var follower = new ShardFollower(
            new ShardContext(
                store, new Ledger(store, new LedgerOptions()), new ReplicaObserver(views.Add, views.Remove), TimeProvider.System,
                NullLogger.Instance),
            new TenantUses(), calls);
        await follower.LoadAsync(CancellationToken.None);
        var wall = Stopwatch.GetElapsedTime(started);
        var cpu = CpuTime - cpuBefore;
        var (allocated, pauses) = (GC.GetTotalAllocatedBytes() - allocatedBefore, GC.GetTotalPauseDuration() - pausesBefore);
        var collections = GC.CollectionCount(0) - collectionsBefore;
        await store.DisposeAsync();
        var (held, full) = Collect();
        return new NodeStart(
            wall.TotalSeconds, cpu.TotalSeconds, opened.TotalSeconds, store.Loading.TotalSeconds, pauses.TotalSeconds,
            allocated, held, full, ValuesOf(views), collections);
    }

    public static NodeStart Middle(List<NodeStart> starts)
    {
        return new NodeStart(
            Of(s => s.Wall), Of(s => s.Cpu), Of(s => s.Opened), Of(s => s.Loaded), Of(s => s.Pauses),
            (long)Of(s => s.Allocated), (long)Of(s => s.Held), Of(s => s.Full), (long)Of(s => s.Values), (int)Of(s => s.Collections));

        double Of(Func<NodeStart, double> figure) => starts.Select(figure).Order().ElementAt(starts.Count / 2);
    }

    public string ToLine(string name)
    {
        var (allocated, held, speed) = (Allocated / 1e6, Held / 1e6, Values / Cpu / 1e6);
        var touch = StartProcess.FirstTouchSeconds(Held);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Wall:0.00} | {Cpu:0.00} | {Opened:0.00} | {Loaded:0.00} | {Pauses:0.00} | {touch:0.00} "
                + $"| {Collections} | {allocated:0} | {held:0} | {Full:0} | {speed:0.0} |");
    }

    private static TimeSpan CpuTime => Environment.CpuUsage.TotalTime;

    // The pause of a full collection while all of this is live.
    private static (long Held, double PauseMs) Collect()
    {
        GC.Collect();
        var before = GC.GetTotalPauseDuration();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        return (GC.GetTotalMemory(forceFullCollection: false), (GC.GetTotalPauseDuration() - before).TotalMilliseconds);
    }

    private static long ValuesOf(ViewSet views)
    {
        var values = 0L;
        foreach (var row in views.Rows.All)
        {
            for (var i = 0; i < row.MeasureCount; i++) values += row.SlotsIn(row.MeasureAt(i), 0, uint.MaxValue).Length;
        }
        return values;
    }
}
