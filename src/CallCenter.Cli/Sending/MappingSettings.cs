using System.CommandLine;
using CallCenter.Asterisk;

namespace CallCenter.Cli;

/// <summary>What Asterisk leaves open, as options of every command that reads what it sent or wrote.</summary>
internal sealed class MappingSettings
{
    private readonly Option<WrapUp[]> _wrapUp = new("--wrap-up")
    {
        Description = "After-call work after each answered contact, of all queues or of one: Asterisk does not report it. "
            + "May be given again. Default: none.",
        HelpName = "[QUEUE=]TIME",
        CustomParser = Parsing.All<WrapUp>(text => [WrapUp.Parse(text)]),
    };

    private readonly Option<string[]> _breakReasons = new("--break-reason")
    {
        Description = "A reason to pause that is a break, besides the usual ones (lunch, coffee, …); others mean not ready. "
            + "May be given again.",
        HelpName = "REASON",
    };

    private readonly Option<AmiText> _encoding = new("--encoding")
    {
        Description = "Encoding of names that are not UTF-8, such as windows-1251 or iso-8859-1. Default: such bytes are escaped as \\xHH.",
        HelpName = "NAME",
        CustomParser = Parsing.Of(Encoding),
    };

    public IReadOnlyList<Option> Options => [_wrapUp, _breakReasons, _encoding];

    public MappingOptions Read(ParseResult parsed)
    {
        WrapUp[] wrapUps = parsed.GetValue(_wrapUp) ?? [];
        var mapping = new MappingOptions();
        return mapping with
        {
            WrapUp = wrapUps.LastOrDefault(each => each.Queue is null)?.Time ?? TimeSpan.Zero,
            WrapUpByQueue = wrapUps.Where(each => each.Queue is not null)
                .GroupBy(each => each.Queue!, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(queue => queue.Key, queue => queue.Last().Time, StringComparer.OrdinalIgnoreCase),
            BreakReasons = mapping.BreakReasons.Concat(parsed.GetValue(_breakReasons) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Text = parsed.GetValue(_encoding) ?? AmiText.Utf8,
        };
    }

    private static AmiText Encoding(string name)
    {
        try
        {
            return AmiText.Of(name);
        }
        catch (ArgumentException)
        {
            throw new FormatException($"'{name}' is not an encoding of single bytes: write windows-1251, koi8-r, iso-8859-1 or the like");
        }
    }

    /// <summary>After-call work of a queue, or of all when none is named.</summary>
    private sealed record WrapUp(string? Queue, TimeSpan Time)
    {
        public static WrapUp Parse(string text)
        {
            int equals = text.LastIndexOf('=');
            return new WrapUp(
                equals < 0 ? null : text[..equals],
                DurationText.TryParse(text[(equals + 1)..])
                    ?? throw new FormatException($"'{text}' is not a wrap-up time: write 20s, or QUEUE=20s for one queue"));
        }
    }
}
