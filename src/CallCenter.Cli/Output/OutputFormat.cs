using System.CommandLine;
using Google.Protobuf;
using Spectre.Console;

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

    /// <summary>Prints an answer in the chosen format; only that one is made.</summary>
    public static async Task<int> WriteAsync(
        CliContext cli, string output, Func<IMessage> json, Action<TextWriter> csv, Action<IAnsiConsole> table)
    {
        switch (output)
        {
            case Json:
                await cli.Out.WriteLineAsync(JsonText.Page(json()));
                break;
            case Csv:
                csv(cli.Out);
                break;
            default:
                table(cli.OutConsole);
                break;
        }
        return ExitCode.Ok;
    }

    /// <summary>Prints rows of texts, or the message that they are of, in the chosen format.</summary>
    /// <param name="keyCount">Number of the first columns that tell the rows apart.</param>
    public static Task<int> WriteRowsAsync(
        CliContext cli, string output, Func<IMessage> json, string[] columns, int keyCount, IEnumerable<string[]> rows)
        => WriteAsync(cli, output, json,
            text => text.Write(string.Concat([Notation.Csv.Row(columns), .. rows.Select(row => Notation.Csv.Row(row))])),
            console =>
            {
                var table = new FittedTable([.. columns.Select((title, i) => new FittedTable.Column(title, IsKey: i < keyCount))]);
                foreach (string[] row in rows)
                    table.Add(row);
                table.Write(console);
            });
}
