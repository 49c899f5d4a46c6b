using System.IO.Compression;

namespace CallCenter.Asterisk;

/// <summary>A queue_log and what was rotated away from it, in the order of their lines.</summary>
internal sealed class QueueLogFiles(QueueLogSkips skipped, AmiText text)
{
    /// <summary>What rotation puts behind the name of a log.</summary>
    private const string RotationMarks = ".-_";

    /// <summary>The log itself and its neighbours: queue_log.1, queue_log-20261128, queue_log.2.gz.</summary>
    public static string[] WithRotated(string path)
    {
        var full = Path.GetFullPath(path);
        var name = Path.GetFileName(full);
        var folder = Path.GetDirectoryName(full)!;
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Where(file => IsOf(name, Path.GetFileName(file)))] : [];
        return files.Length > 0 ? files : throw new FileNotFoundException($"There is no queue_log at '{path}'.", path);
    }

    /// <summary>The lines of all files from a time on. Files are put in order by their first line, not by their names: some rotations
    /// count up and some down.</summary>
    /// <param name="files">Files, plain or .gz.</param>
    /// <param name="since">Lines before it are not read.</param>
    /// <param name="limits">Bytes of a plain file to read at most, by its full path; those that are not named are read to the end.</param>
    public IEnumerable<QueueLogLine> Read(IEnumerable<string> files, DateTimeOffset since, IReadOnlyDictionary<string, long>? limits = null)
    {
        var ordered = InOrder(files);
        for (var i = 0; i < ordered.Length; i++)
        {
            // A file ends where the next one begins.
            if (i + 1 < ordered.Length && ordered[i + 1].First < since)
                continue;
            foreach (var line in ReadFile(ordered[i].Path, since, limits?.GetValueOrDefault(ordered[i].Path) ?? 0))
                yield return line;
        }
    }

    /// <summary>The time of the first line of all; null when there is none.</summary>
    public DateTimeOffset? FirstTime(IEnumerable<string> files) => InOrder(files) is [var first, ..] ? first.First : null;

    private static bool IsOf(string name, string file) => file == name
        || (file.Length > name.Length && file.StartsWith(name, StringComparison.Ordinal) && RotationMarks.Contains(file[name.Length]));

    private (string Path, DateTimeOffset First)[] InOrder(IEnumerable<string> files)
    {
        var begun = new List<(string Path, DateTimeOffset First, string Text, long Length)>();
        foreach (var path in files.Select(Path.GetFullPath).Distinct())
        {
            if (Begin(path) is { } first)
                begun.Add((path, first.Time, $"{first.CallId}|{first.Queue}|{first.Agent}|{first.Verb}", new FileInfo(path).Length));
        }
        // The same first line: one is a copy of the other, as while a log is being packed; the plain one is whole.
        var groups = begun.GroupBy(file => (file.First, file.Text)).ToArray();
        skipped.Copies = begun.Count - groups.Length;
        return [.. groups.Select(group => group.OrderBy(file => IsPacked(file.Path)).ThenByDescending(file => file.Length).First())
            .OrderBy(file => file.First).ThenBy(file => file.Path, StringComparer.Ordinal).Select(file => (file.Path, file.First))];
    }

    private QueueLogLine? Begin(string path)
    {
        try
        {
            using var stream = Open(path);
            return new QueueLogReader(stream, new QueueLogSkips(), text).Read(DateTimeOffset.MinValue);
        }
        catch (InvalidDataException)
        {
            return null; // Named like a packed log, and is none.
        }
    }

    private IEnumerable<QueueLogLine> ReadFile(string path, DateTimeOffset since, long limit)
    {
        using var stream = Open(path);
        using var bounded = new BoundedStream(stream, limit > 0 && !IsPacked(path) ? limit : long.MaxValue);
        QueueLogSeek.To(stream, since);
        var reader = new QueueLogReader(bounded, skipped, text);
        while (Next(reader, since) is { } line)
            yield return line;
    }

    private QueueLogLine? Next(QueueLogReader reader, DateTimeOffset since)
    {
        try
        {
            return reader.Read(since);
        }
        catch (InvalidDataException)
        {
            skipped.Broken++; // A packed file that is cut.
            return null;
        }
    }

    private static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static Stream Open(string path)
    {
        // Asterisk writes to it and rotation renames it meanwhile.
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return IsPacked(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
