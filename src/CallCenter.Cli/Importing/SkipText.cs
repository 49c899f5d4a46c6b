using CallCenter.Asterisk;
using CallCenter.Core.Identity;

namespace CallCenter.Cli;

/// <summary>What was passed over in a queue_log, as lines for people.</summary>
internal static class SkipText
{
    public static IEnumerable<string> Of(QueueLogSkips skipped)
    {
        (long Count, string What)[] all =
        [
            (skipped.Garbage, "lines that are none of a queue_log"),
            (skipped.TooLong, "lines of more than 64 KiB"),
            (skipped.Cut, "last lines without an end, cut or still being written"),
            (skipped.BeginningUnknown, "lines of calls that began before the first file"),
            (skipped.Copies, "files that repeat another one"),
            (skipped.Broken, "packed files that are cut"),
            .. skipped.Verbs.Select(verb => (verb.Value, $"lines {SafeText.Escape(verb.Key)}, which tell of no call and no membership")),
        ];
        return all.Where(each => each.Count > 0).Select(each => $"skipped {each.Count} {each.What}");
    }
}
