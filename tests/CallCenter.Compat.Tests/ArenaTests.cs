using Pipelines.Sockets.Unofficial.Arenas;

namespace CallCenter.Compat.Tests;

public sealed class ArenaTests
{
    [Fact]
    public void Runs_do_not_overlap()
    {
        using var arena = new Arena<int>();
        var runs = Enumerable.Range(1, 200).Select(length => arena.Allocate(length)).ToList();

        for (var i = 0; i < runs.Count; i++) runs[i].FirstSpan.Fill(i);

        Assert.All(Enumerable.Range(0, runs.Count), i =>
        {
            Assert.Equal(i + 1, runs[i].Length);
            Assert.True(runs[i].FirstSpan.IndexOfAnyExcept(i) < 0);
        });
    }

    [Fact]
    public void Reset_lets_references_go_and_reuses_the_memory()
    {
        using var arena = new Arena<string?>();
        var before = arena.Allocate(3);
        before.FirstSpan.Fill("kept alive");

        arena.Reset();
        var after = arena.Allocate(3);

        Assert.True(before.FirstSpan == after.FirstSpan);
        Assert.All(after.FirstSpan.ToArray(), Assert.Null);
    }

    [Fact]
    public void Reset_lets_a_large_block_go()
    {
        using var arena = new Arena<byte>();
        var before = arena.Allocate(1_000_000);

        arena.Reset();

        Assert.False(before.FirstSpan[..1] == arena.Allocate(1).FirstSpan);
    }

    [Fact]
    public void Sequence_keeps_its_elements_through_a_cast()
    {
        using var arena = new Arena<int>();
        var run = arena.Allocate(3);
        run[0] = 7;
        run[2] = 9;

        var cast = run.Untyped().Cast<int>();

        Assert.Equal([7, 0, 9], cast.ToArray((in int x) => x));
        Assert.True(default(Sequence).Cast<int>().IsEmpty);
        Assert.Throws<InvalidCastException>(() => run.Untyped().Cast<string>());
        Assert.Throws<IndexOutOfRangeException>(() => run[3]);
    }

    [Fact]
    public void Enumerator_walks_elements_by_reference()
    {
        using var arena = new Arena<int>();
        var run = arena.Allocate(2);
        foreach (ref var element in run) element += 5;

        var walk = run.GetEnumerator();
        walk.GetNext() += 1;

        Assert.Equal([6, 5], run.ToArray((in int x) => x));
        Assert.Equal(5, walk.GetNext());
        Assert.False(walk.MoveNext());
    }

    [Fact]
    public void Spans_hold_one_segment_or_none()
    {
        using var arena = new Arena<int>();

        Assert.Equal(1, Count(arena.Allocate(2)));
        Assert.Equal(0, Count(arena.Allocate(0)));

        static int Count(Sequence<int> sequence)
        {
            var count = 0;
            foreach (var span in sequence.Spans) count += span.IsEmpty ? 100 : 1;
            return count;
        }
    }

    [Fact]
    public void Projections_copy_into_spans_long_enough()
    {
        using var arena = new Arena<int>();
        var run = arena.Allocate(3);
        run.FirstSpan.Fill(2);
        var texts = new string[4];

        run.CopyTo(texts, (in int x) => $"<{x}>");

        Assert.Equal(["<2>", "<2>", "<2>"], texts[..3]);
        Assert.Null(texts[3]);
        Assert.Equal([6L, 6L, 6L], run.ToArray((in int x, in long factor) => x * factor, 3L));
        Assert.Throws<ArgumentException>(() => run.CopyTo(new string[2], (in int x) => ""));
    }
}
