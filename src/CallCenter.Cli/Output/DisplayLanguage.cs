using System.CommandLine;
using Google.Protobuf.Collections;

namespace CallCenter.Cli;

/// <summary>The language of headings and words: English or Simplified Chinese.</summary>
internal static class DisplayLanguage
{
    public const string English = "en";
    public const string Chinese = "zh";

    // In the order in which POSIX looks them up.
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>An option for it, which defaults to the language of the terminal.</summary>
    public static Option<string> CreateOption(CliContext cli)
    {
        var option = new Option<string>("--language")
        {
            Description = "Language of headings: English or Simplified Chinese. Default: that of the terminal (LC_ALL, LC_MESSAGES, LANG).",
            DefaultValueFactory = _ => Of(cli),
        };
        option.AcceptOnlyFromAmong(English, Chinese);
        return option;
    }

    /// <summary>The language of the terminal.</summary>
    public static string Of(CliContext cli)
    {
        string? locale = Variables.Select(cli.Variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return locale?.StartsWith(Chinese, StringComparison.OrdinalIgnoreCase) == true ? Chinese : English;
    }

    /// <summary>A text of the server in the language, else in English; null without either.</summary>
    public static string? In(MapField<string, string> texts, string language)
    {
        string wanted = language == Chinese ? "zh-Hans" : English;
        return texts.TryGetValue(wanted, out string? text) || texts.TryGetValue(English, out text) ? text : null;
    }
}
