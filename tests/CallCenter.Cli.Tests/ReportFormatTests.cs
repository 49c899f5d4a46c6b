using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli.Tests;

/// <summary>Reports with hostile names, and tables in narrow terminals.</summary>
public sealed class ReportFormatTests
{
    private const string Hostile =
        "<script>alert(1)</script>|[x](javascript:1)\n# =1+2 http://evil.example www.evil.example a@b\u202E\u001b[2J";

    private static readonly Report Bad = new("Report", [Hostile],
    [
        new ReportTable("t", "T", [new ReportColumn("name", "Name"), new ReportColumn("n", "N", IsNumber: true)],
            [[Hostile, new ReportCell("1:05", 65)], ["=cmd()", ""]], [Hostile]),
    ]);

    [Theory]
    [InlineData("markdown")]
    [InlineData("html")]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("table")]
    public void Names_from_outside_stay_text(string format)
    {
        string text = Written(format);

        Assert.DoesNotContain(text.ReplaceLineEndings(""), Core.Identity.SafeText.IsUnsafe);
        Assert.DoesNotContain("\n# =1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_has_no_tag_of_a_name_and_loads_nothing()
    {
        string html = Written("html");

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_has_no_mark_up_of_a_name()
    {
        string row = Written("markdown").Split('\n').Single(line => line.EndsWith("| 1:05 |", StringComparison.Ordinal));

        Assert.StartsWith(
            @"| \<script\>alert(1)\</script\>\|\[x\](javascript:1)\\u000A\# =1+2 http\://evil.example www\.evil.example a\@b", row,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_has_no_formula() => Assert.Contains("\r\n'=cmd(),\r\n", Written("csv"), StringComparison.Ordinal);

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void No_word_of_a_table_breaks_and_no_line_is_wider_than_the_terminal(int width)
    {
        string[] words = ["Average", "speed", "of", "answer", "平均应答速度", "Kind", "issue", "contacts", "technical", "12345", "100.0%"];
        var table = new FittedTable([.. Enumerable.Range(0, 12).Select(i =>
            new FittedTable.Column($"Average speed of answer {(i % 2 == 0 ? "平均应答速度" : "")}", IsNumber: i > 0, IsKey: i == 0))]);
        table.Add(["Kind of technical issue", .. Enumerable.Repeat("12345 contacts 100.0%", 11)]);
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = width;

        table.Write(console);

        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.InRange(line.GetCellWidth(), 0, width));
        Assert.Equal([], lines.SelectMany(line => line.Split(' ', '─')).Where(word => word.Length > 0).Except(words));
        Assert.Equal(11, lines.Sum(line => line.Split("12345").Length - 1));
    }

    [Theory]
    [InlineData(0.9, TargetStatus.Met)]
    [InlineData(0.8, TargetStatus.AtRisk)]
    [InlineData(0.79, TargetStatus.Unmet)]
    public void A_value_is_judged_by_limit_and_warning_level(double number, TargetStatus status)
    {
        var target = new Target { Limit = 0.8, WarningLevel = 0.85, Direction = TargetDirection.AtLeast, SampleMin = 10 };

        Assert.Equal(status, Judge(100).Status);
        Assert.Equal((TargetStatus.NoData, true), (Judge(9).Status, Judge(9).IsSampleSmall));

        TargetVerdict Judge(long sample) => TargetVerdict.Of(
            target, new KpiValue { Number = number, Ratio = new Ratio { Numerator = 1, Denominator = sample } },
            new PeriodValues([], [], Given.Nine, Given.Nine, Given.Nine, null));
    }

    private static string Written(string format)
    {
        var output = new StringWriter();
        var cli = new CliContext { In = TextReader.Null, Out = output, Error = TextWriter.Null };
        ReportFormat.Write(cli, format, Bad, DisplayLanguage.English);
        return output.ToString();
    }
}
