namespace CallCenter.Asterisk;

/// <summary>
/// The queues, each under one spelling. Asterisk finds a queue without regard to the case of ASCII letters, so the dialplan may write
/// its name in another way than queues.conf does.
/// </summary>
internal sealed class QueueNames : IEqualityComparer<string>
{
    private readonly Dictionary<string, string> _spellings;

    public QueueNames() => _spellings = new(this);

    /// <summary>The queue's spelling, which is the first one met.</summary>
    public string Learn(string spelling)
    {
        if (_spellings.TryGetValue(spelling, out var known))
            return known;
        if (spelling.Length > 0)
            _spellings[spelling] = spelling;
        return spelling;
    }

    public bool Contains(string spelling) => _spellings.ContainsKey(spelling);

    /// <summary>The snapshot with the spellings known here.</summary>
    public QueueSnapshot Learn(QueueSnapshot snapshot) => snapshot with
    {
        Queues = [.. snapshot.Queues.Select(Learn)],
        Members = [.. snapshot.Members.Select(member => member with { Queue = Learn(member.Queue) })],
        Waiting = [.. snapshot.Waiting.Select(row => row with { Queue = Learn(row.Queue) })],
        Channels = snapshot.Channels is { } channels
            ? channels with { Talking = [.. channels.Talking.Select(row => row with { Queue = Learn(row.Queue) })] } : null,
    };

    public bool Equals(string? x, string? y) =>
        x is null || y is null ? x == y : x.Length == y.Length && x.AsSpan().SequenceEqual(y, AsciiLetters.Instance);

    public int GetHashCode(string obj)
    {
        var hash = new HashCode();
        foreach (var each in obj)
            hash.Add(AsciiLetters.Lower(each));
        return hash.ToHashCode();
    }

    private sealed class AsciiLetters : IEqualityComparer<char>
    {
        public static readonly AsciiLetters Instance = new();

        public static char Lower(char letter) => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter;

        public bool Equals(char x, char y) => Lower(x) == Lower(y);

        public int GetHashCode(char obj) => Lower(obj);
    }
}
