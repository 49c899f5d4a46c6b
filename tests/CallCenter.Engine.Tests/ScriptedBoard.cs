using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;
using CallCenter.Engine.Board;
using CallCenter.Engine.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Engine.Tests;

/// <summary>A running board over a <see cref="ScriptedStore"/>, with a clock set by hand.</summary>
internal sealed class ScriptedBoard : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private ScriptedBoard(ScriptedStore store)
    {
        Store = store;
        var overLimits = new OverLimitLog(Time, NullLogger.Instance);
        Board = new KpiBoard(store, ClockedNode.Options, overLimits, Time, Guid.Empty, NullLogger<KpiBoard>.Instance);
        _running = Board.RunAsync(_stop.Token);
    }

    public SettableClock Time { get; } = new(ClockedNode.Start);
    public ScriptedStore Store { get; }
    public KpiBoard Board { get; }
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public static async Task<ScriptedBoard> StartAsync(ScriptedStore store)
    {
        var board = new ScriptedBoard(store);
        await board.Board.Ready.InTime();
        return board;
    }

    /// <summary>A commit of a source that counts offered contacts in one new row.</summary>
    public static ReadOnlyMemory<byte> Offered(string source, long count, string queue = "")
        => BatchCodec.Join([BatchCodec.Encode(new SourceSection(
            new SourceId(TenantId.Default, source), new Fence(1), Sequence.None, new Sequence(1), 0,
            [new RowKey(RowKind.Contact) { Queue = queue }],
            [new Delta(0, (uint)ClockedNode.Start.ToUnixTimeSeconds(), Measure.Offered, count)], []), StoredFormat.Newest)]);

    public async Task<long> OfferedAsync()
        => (await Board.SnapshotAsync(Selectors.Of("contacts_offered"), CancellationToken.None).InTime()).Rows.Single().Values.Single().A;

    public Task<StoredFloor> ReadFloorAsync(int shard, string source)
        => Board.ReadFloorAsync(shard, new SourceId(TenantId.Default, source), default, CancellationToken.None).InTime();

    /// <summary>Lets time pass until something is so, and looks after each step.</summary>
    public async Task PassUntilAsync(Func<Task<bool>> isSo, TimeSpan? step = null)
    {
        for (var i = 0; !await isSo(); i++)
        {
            Assert.True(i < 1_000, "It has not happened in a thousand steps.");
            Time.Advance(step ?? TimeSpan.FromMilliseconds(25));
        }
    }

    public Task PassUntilAsync(Func<bool> isSo, TimeSpan? step = null) => PassUntilAsync(async () =>
    {
        // Answered in turn, so that the steps before it have been taken.
        await OfferedAsync();
        return isSo();
    }, step);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running.InTime());
        _stop.Dispose();
    }
}
