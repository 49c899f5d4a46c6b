using CallCenter.Core.Identity;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

public sealed class OutputTests
{
    public static TheoryData<KpiValue, string> Values() => new()
    {
        { new KpiValue(), "–" },
        { new KpiValue { Count = 0 }, "0" },
        { new KpiValue { Count = 12345 }, "12345" },
        { new KpiValue { Ratio = new Ratio { Numerator = 5, Denominator = 6 } }, "83.3%" },
        { new KpiValue { Ratio = new Ratio { Numerator = 0, Denominator = 6 } }, "0.0%" },
        { new KpiValue { Rate = new Rate { Count = 7, Time = Seconds(7200) } }, "3.50" },
        { new KpiValue { Duration = Seconds(65) }, "1:05" },
        { new KpiValue { Duration = Seconds(3599.6) }, "1:00:00" },
        { new KpiValue { Mean = new Mean { Total = Seconds(25), Count = 2 } }, "0:13" },
        { new KpiValue { Time = Timestamp.FromDateTimeOffset(Given.Nine.AddSeconds(-3725)) }, "1:02:05" },
        { new KpiValue { Time = Timestamp.FromDateTimeOffset(Given.Nine.AddSeconds(2)) }, "0:00" },
        { new KpiValue { Score = new Score { Total = 13, Count = 3 } }, "4.3" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_for_people(KpiValue value, string text) =>
        Assert.Equal(text, ValueText.Format(value, Given.Nine));

    [Theory]
    [InlineData("sales", "sales")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", @"two\u000D\u000Alines")]
    [InlineData("\t=1+2", @"\u0009=1+2")]
    [InlineData("a\u009Bb\u2028c\u202Ed\u2069", @"a\u009Bb\u2028c\u202Ed\u2069")]
    [InlineData("\u2028,=1", @"""\u2028,=1""")]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+49 30 1234", "'+49 30 1234")]
    [InlineData("-sum(a)", "'-sum(a)")]
    [InlineData("@now,x", "\"'@now,x\"")]
    [InlineData("-", "'-")]
    [InlineData("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0")]
    [InlineData("-Infinity", "'-Infinity")]
    [InlineData("\uFF1D1+2", "'\uFF1D1+2")]
    [InlineData("\uFF0D1+2", "'\uFF0D1+2")]
    [InlineData("-5", "-5")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("", "")]
    public void A_cell_is_quoted_where_it_must_be_and_never_a_formula(string text, string cell) =>
        Assert.Equal($"{cell},x\r\n", Csv.Row([text, "x"]));

    [Fact]
    public void Foreign_text_cannot_move_the_cursor() =>
        Assert.Equal(@"a\u001B[31mb\u202Ec\u000Ad\u009Be\u2028", SafeText.Escape("a\u001b[31mb\u202Ec\nd\u009Be\u2028"));

    [Fact]
    public void Json_escapes_what_could_forge_a_terminals_text_and_reads_back_the_same()
    {
        var row = new KpiRow
        {
            Labels = { "a\nb\u001B\u007F\u009B", "\u2028\u2029", "\u061C\u200E\u200F\u202A\u202E\u2066\u2069", "\"\\" },
        };

        string line = JsonText.Line(row);
        string page = JsonText.Page(row);

        Assert.Equal(
            """{ "labels": [ "a\nb\u001b\u007f\u009b", "\u2028\u2029", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069", "\"\\" ] }""", line);
        Assert.DoesNotContain(page.ReplaceLineEndings(""), SafeText.IsUnsafe);
        Assert.Equal([row, row], new[] { line, page }.Select(KpiRow.Parser.ParseJson));
    }

    private static Duration Seconds(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
}
