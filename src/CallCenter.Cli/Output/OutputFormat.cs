using System.CommandLine;

namespace CallCenter.Cli;

/// <summary>How a command prints.</summary>
internal static class OutputFormat
{
    public const string Table = "table";
    public const string Json = "json";
    public const string Csv = "csv";

    public static Option<string> CreateOption(params string[] formats)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "How to print it.",
            DefaultValueFactory = _ => formats[0],
        };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }
}
