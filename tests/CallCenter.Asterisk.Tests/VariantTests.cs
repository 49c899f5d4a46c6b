using System.Text;
using System.Text.RegularExpressions;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>The recording edge-1, sent in ways in which a network or another configuration would send it.</summary>
public sealed partial class VariantTests
{
    private const string End = "\r\n\r\n";

    private static readonly byte[] Bytes = Traces.Bytes("edge-1");

    private static readonly string[] Blocks = Encoding.UTF8.GetString(Bytes).Split(End);

    [Fact]
    public void Byte_by_byte_gives_the_same_events() =>
        Assert.Equal(Replay(new MemoryStream(Bytes)), Replay(new ChunkedStream(Bytes, () => 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Cuts_anywhere_give_the_same_events(int seed)
    {
        var random = new Random(seed);
        Assert.Equal(Replay(new MemoryStream(Bytes)), Replay(new ChunkedStream(Bytes, () => random.Next(1, 3000))));
    }

    [Fact]
    public void Without_stamps_the_totals_are_the_same() =>
        TraceTests.AssertTotals("edge-1", Tally.Of(Replay(Blocks.Select(block => StampLine().Replace(block, "")))));

    [Fact]
    public void Without_class_dialplan_a_time_limit_looks_like_a_redirect_and_all_else_is_the_same()
    {
        var totals = TallyTotals.Of(Tally.Of(Replay(Blocks.Where(block => !block.StartsWith("Event: VarSet", StringComparison.Ordinal)
            && !block.StartsWith("Event: Newexten", StringComparison.Ordinal)))));
        var truth = TallyTotals.Of(Traces.Truth("edge-1").GetProperty("overall"));
        (truth["timeout"], truth["leave_empty"], truth["wait_timeout_sum"]) = (0, 0, 0);
        Assert.Equal(truth, totals);
    }

    [Theory]
    [InlineData(200, 900)]
    [InlineData(1000, 1800)]
    [InlineData(2500, 4000)]
    [InlineData(2, 4300)]
    public void Window_that_is_delivered_twice_counts_once(int from, int to) =>
        TraceTests.AssertTotals("edge-1", Tally.Of(Replay(Blocks[..to].Concat(Blocks[from..]))));

    [Theory]
    [InlineData(700)]
    [InlineData(1500)]
    [InlineData(3000)]
    public void Start_in_the_middle_tells_nothing_a_strict_server_would_refuse(int from) =>
        Assert.NotEmpty(Tally.Of(Replay(Blocks[from..])).Visits);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Neighbours_of_one_millisecond_that_are_swapped_give_the_same_totals(int seed) =>
        TraceTests.AssertTotals("edge-1", Tally.Of(Replay(Swap(new Random(seed)))));

    [Fact]
    public void With_a_system_name_in_all_uniqueids_the_totals_are_the_same() => TraceTests.AssertTotals(
        "edge-1", Tally.Of(Replay(Blocks.Select(block => UniqueidHeader().Replace(block, "$1: pbx1-")))));

    [Fact]
    public void Line_ends_without_carriage_returns_give_the_same_totals() =>
        TraceTests.AssertTotals("edge-1", Tally.Of(Replay(new MemoryStream(Bytes.Where(each => each != '\r').ToArray()))));

    private static IReadOnlyList<Event> Replay(IEnumerable<string> blocks) =>
        Replay(new MemoryStream(Encoding.UTF8.GetBytes(string.Join(End, blocks))));

    private static IReadOnlyList<Event> Replay(Stream stream) =>
        [.. RecordedAmi.ReadEvents(stream, new AsteriskMapper(new MappingOptions()))];

    private static string[] Swap(Random random)
    {
        var swapped = Blocks.ToArray();
        for (var i = 1; i < swapped.Length; i++)
        {
            if (Millisecond(swapped[i - 1]) is { } before && before == Millisecond(swapped[i]) && random.Next(2) == 0)
                (swapped[i - 1], swapped[i]) = (swapped[i], swapped[i - 1]);
        }
        return swapped;
    }

    private static string? Millisecond(string block)
    {
        var stamp = StampLine().Match(block);
        return stamp.Success ? stamp.Value[..^5] : null;
    }

    [GeneratedRegex("Timestamp: [0-9.]+\r\n")]
    private static partial Regex StampLine();

    [GeneratedRegex("((?:[A-Z][A-Za-z]+)?Unique[Ii]d|Linkedid): (?=1795)")]
    private static partial Regex UniqueidHeader();
}
