using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli.Tests;

/// <summary>What ccg top makes of rows and keys.</summary>
public sealed class TopViewTests
{
    private static readonly TopTable Table = new(
        [new("Queue"), new("Waiting", true), new("Average speed of answer", true), new("Abandonment rate", true)],
        [
            new("sales", ["sales", new TopCell("2", 2), new TopCell("1:05", 65), new TopCell("5.0% ✘", 0.05, TargetStatus.Unmet)]),
            new("support", ["support", new TopCell("10", 10), new TopCell("–"), new TopCell("–")]),
            new("evil\u001b[2J", ["evil\u001b[2J", new TopCell("3", 3), new TopCell("0:07", 7), new TopCell("0.0%", 0)]),
        ]);

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    public void No_line_is_wider_than_the_screen_and_no_word_of_a_heading_is_cut(int width)
    {
        string[] lines = Lines(new TopState(), width);

        Assert.Equal(12, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.GetCellWidth(), 0, width));
        IEnumerable<string> words = lines[1..4].SelectMany(line => line.Split(' ')).Where(word => word.Any(char.IsAsciiLetter));
        string[] names = ["sales", "support", "evil\\u001B[2J"]; // Cut on a very narrow screen.
        Assert.Equal([], words.Select(word => word.TrimEnd('▴', '▾', '…')).Where(word => !names.Any(name => name.StartsWith(word)))
            .Except("Queue Waiting Average speed of answer Abandonment rate".Split(' ')));
        Assert.DoesNotContain(string.Concat(lines), Core.Identity.SafeText.IsUnsafe);
    }

    [Fact]
    public void Columns_without_room_are_left_out_and_told() =>
        Assert.Contains(Lines(new TopState(), 44), line => line.StartsWith("+1 more columns", StringComparison.Ordinal));

    [Theory]
    [InlineData(1, true, "support", "evil\u001b[2J", "sales")]
    [InlineData(1, false, "sales", "evil\u001b[2J", "support")]
    [InlineData(2, true, "sales", "evil\u001b[2J", "support")]
    [InlineData(2, false, "evil\u001b[2J", "sales", "support")]
    [InlineData(0, false, "evil\u001b[2J", "sales", "support")]
    public void Rows_are_sorted_by_number_or_name_with_those_without_a_value_last(int column, bool isDescending, params string[] keys) =>
        Assert.Equal(keys, Table.Ordered(new TopState { SortColumn = column, IsDescending = isDescending }).Select(row => row.Key));

    [Fact]
    public void Keys_move_between_pages_rows_and_columns()
    {
        TopState state = Press(TopState.Of(TopPage.Queues), ConsoleKey.DownArrow, ConsoleKey.RightArrow, ConsoleKey.R);
        Assert.Equal(("b", 3, false), (state.Selected, state.SortColumn, state.IsDescending));

        TopState queue = Press(state, ConsoleKey.Enter);
        Assert.Equal((TopPage.Queue, "b"), (queue.Page, queue.Queue));
        Assert.Equal((TopPage.Queues, "b"), (Press(queue, ConsoleKey.Escape).Page, Press(queue, ConsoleKey.Escape).Selected));

        TopState typed = Press(state, ConsoleKey.Divide, ConsoleKey.Q, ConsoleKey.Enter);
        Assert.Equal(("q", false, false), (typed.Filter, typed.IsTyping, typed.IsOver));
        Assert.True(Press(typed, ConsoleKey.Q).IsOver);
    }

    private static TopState Press(TopState state, params ConsoleKey[] keys) => keys.Aggregate(state, (now, key) =>
        now.After(new ConsoleKeyInfo(CharOf(key), key, false, false, false), 5, ["a", "b", "c"], 10));

    private static char CharOf(ConsoleKey key) => key switch
    {
        >= ConsoleKey.A and <= ConsoleKey.Z => char.ToLowerInvariant((char)key),
        ConsoleKey.Divide => '/',
        _ => '\0',
    };

    private static string[] Lines(TopState state, int width) => [.. new TopView(TopWords.In("en"), width, 12)
        .Lay("Title", Table, state).Select(line => string.Concat(line.Select(span => span.Text)))];
}
