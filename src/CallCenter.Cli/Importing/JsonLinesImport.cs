using System.Globalization;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>JSON lines as history; a line that is no event is passed over.</summary>
internal sealed class JsonLinesImport(string path) : IHistory
{
    private const int ToldMax = 10;

    private readonly List<string> _told = [];
    private long _skippedCount;

    public Numbering Numbering => Numbering.FromOne;

    public IEnumerable<string> Skipped => _skippedCount <= ToldMax
        ? _told
        : _told.Append(string.Create(CultureInfo.InvariantCulture, $"skipped {_skippedCount - ToldMax} more lines"));

    public IEnumerable<Event> Read(DateTimeOffset? counted)
    {
        _told.Clear();
        _skippedCount = 0;
        using StreamReader reader = File.OpenText(path);
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line) && Parse(line, number) is { } item)
                yield return item;
        }
    }

    private Event? Parse(string line, int number)
    {
        try
        {
            return JsonLines.Parse(line, path, number);
        }
        catch (FailedException e)
        {
            if (++_skippedCount <= ToldMax)
                _told.Add($"skipped {e.Message}");
            return null;
        }
    }
}
