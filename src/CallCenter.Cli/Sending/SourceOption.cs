using System.CommandLine;
using System.Text;

namespace CallCenter.Cli;

/// <summary>The source of the events.</summary>
internal static class SourceOption
{
    private const int BytesMax = 128;

    public static Option<string> Create(string? assumed)
    {
        var option = new Option<string>("--source")
        {
            Description = "The source: an identity with its own sequence. Two programs that send at once need two."
                + (assumed is null ? " Default: the file's name." : ""),
            HelpName = "NAME",
            CustomParser = Parsing.Of(Check),
        };
        if (assumed is not null)
            option.DefaultValueFactory = _ => assumed;
        return option;
    }

    /// <summary>The source of a file without a source option.</summary>
    public static string NameOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return Encoding.UTF8.GetByteCount(name) is > 0 and <= BytesMax
            ? name
            : throw new UsageException($"'{path}' has no name that can be a source's; give one with --source");
    }

    private static string Check(string name) => Encoding.UTF8.GetByteCount(name) is > 0 and <= BytesMax
        ? name
        : throw new FormatException($"source '{name}' must have 1 to {BytesMax} bytes");
}
