using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace CallCenter.Asterisk.Tests;

/// <summary>Recordings of a real Asterisk with the totals of its own queue_log.</summary>
internal static class Traces
{
    /// <summary>The folder of a recording, or null when it is not on this machine.</summary>
    public static string? Find(string name)
    {
        string?[] roots = [Environment.GetEnvironmentVariable("CALLCENTER_TRACES"), .. Above().SelectMany(Places)];
        return roots.OfType<string>().Select(root => Path.Combine(root, "asterisk", name)).FirstOrDefault(Directory.Exists);
    }

    public static byte[] Bytes(string name)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Find(name)!, "ami.txt.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static JsonElement Truth(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Find(name)!, "truth.json"))).RootElement;

    /// <summary>Visits of queue_log in the order in which they began.</summary>
    public static IReadOnlyList<TruthVisit> Visits(string name) =>
        [.. File.ReadLines(Path.Combine(Find(name)!, "visits.csv")).Skip(1).Select(Parse)];

    private static TruthVisit Parse(string line)
    {
        var cells = Split(line);
        int? Number(int index) => cells[index].Length == 0 ? null : int.Parse(cells[index], CultureInfo.InvariantCulture);
        return new TruthVisit(cells[0], cells[1], cells[5], Number(6), Number(7), cells[8], Number(10));
    }

    // csv.DictWriter quotes cells with quotes in them and doubles those.
    private static List<string> Split(string line)
    {
        var cells = new List<string> { "" };
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                cells[^1] += line[i++];
            else if (line[i] == '"')
                isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted)
                cells.Add("");
            else
                cells[^1] += line[i];
        }
        return cells;
    }

    private static IEnumerable<string> Above()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }

    private static IEnumerable<string> Places(string folder) =>
        [Path.Combine(folder, "tests", "traces"), Path.Combine(folder, "shared", "traces")];
}

/// <summary>A visit as queue_log has it.</summary>
internal sealed record TruthVisit(string Caller, string Queue, string Outcome, int? Wait, int? Ring, string Agent, int? Talk);
