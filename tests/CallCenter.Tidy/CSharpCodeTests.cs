namespace CallCenter.Tidy;

/// <summary>The reader of C# text behind the other checks.</summary>
public sealed class CSharpCodeTests
{
    [Theory]
    [InlineData("a // { \"\nb", "a        \nb")]
    [InlineData("a /* { */ b", "a         b")]
    [InlineData("f(\"}\\\"{\", '{')", "f(        ,    )")]
    [InlineData("f(@\"a\"\"}\")", "f(         )")]
    [InlineData("f($\"{g(\"}\")}{{\")", "f(              )")]
    [InlineData("f($$\"\"\"{\"}\"\"\")", "f(           )")]
    [InlineData("#if X {\n@event", "       \n@event")]
    public void Comments_and_literals_are_blanked(string text, string expected)
    {
        var blank = CSharpCode.Blank(text);

        Assert.Equal(text.Length, blank.Length);
        Assert.Equal(Squeeze(expected), Squeeze(blank));

        static string Squeeze(string s) => s.Replace(" ", "", StringComparison.Ordinal);
    }

    [Fact]
    public void Members_are_measured_from_first_report_to_end()
    {
        const string text = """
            using System;
            namespace N;

            public sealed class C<T>(int x) : B where T : class
            {
                private static readonly int[] Table =
                [
                    1,
                    2,
                ];
                private readonly Map _map = new() { { 1, 2 } };

                /// <summary>Not counted.</summary>
                public C() : this(1)
                {
                    if (x == 1) { return; }
                    F(() => { G(); });
                }

                public int P
                {
                    get;
                    set;
                }

                public int Q { get; } = 3;

                public int Sum(int a) =>
                    a switch
                    {
                        1 => 2,
                        _ => 3,
                    };

                private enum E { One, Two }

                private readonly record struct R(int A)
                {
                    public int Twice() => A * 2;
                }
            }
            """;

        var lengths = MemberLengths.Of(text).Select(m => (m.Header, m.Line, m.Length));

        Assert.Equal(
            [
                ("public C() : this(1)", 14, 5), ("public int P", 20, 5), ("public int Q { get; } = 3", 26, 1),
                ("public int Sum(int a) =>", 28, 6), ("public int Twice() => A * 2", 39, 1),
            ],
            lengths);
    }
}
