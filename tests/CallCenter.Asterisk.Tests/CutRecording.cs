using System.Globalization;
using System.Text;

namespace CallCenter.Asterisk.Tests;

/// <summary>How the PBX of a recording is made to stop.</summary>
public enum PbxStop
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It hangs all calls up, and writes that, before it ends.</summary>
    Orderly,

    /// <summary>It dies.</summary>
    Hard,
}

/// <summary>How the parts of a cut recording are kept.</summary>
public enum CutForm
{
    /// <summary>A file for each connection.</summary>
    Files,

    /// <summary>One file with a greeting where a connection begins.</summary>
    OneFile,

    /// <summary>One file that shows nothing of its gaps but later times; a message is cut in its middle where a gap begins.</summary>
    Unmarked,
}

/// <summary>A recording of a real Asterisk as an adapter would have it whose connection broke now and then, and its whole log.</summary>
internal sealed class CutRecording
{
    private const string BlockEnd = "\r\n\r\n";

    private readonly List<(double Time, string Text)> _blocks = [];
    private readonly List<(double From, double To)> _cuts = [];
    private double _stopped = double.MaxValue;

    public CutRecording(string name)
    {
        Log = [.. File.ReadAllLines(Path.Combine(Traces.Find(name)!, "queue_log"))];
        var time = 0d;
        foreach (var text in Encoding.UTF8.GetString(Traces.Bytes(name)).Split(BlockEnd))
        {
            time = Header(text, "Timestamp") is { } stamp ? double.Parse(stamp, CultureInfo.InvariantCulture) : time;
            _blocks.Add((time, text));
        }
        _blocks[0] = (0, _blocks[0].Text.Split("\r\n", 2)[1]);
    }

    public List<string> Log { get; }

    /// <summary>Cuts of 4 to 90 s at random places, and perhaps a stop of the PBX in one of them.</summary>
    public static CutRecording AtRandom(string name, int seed, PbxStop stop)
    {
        var recording = new CutRecording(name);
        var random = new Random(seed);
        var (first, last) = (recording._blocks.First(block => block.Time > 0).Time, recording._blocks[^1].Time);
        for (var i = 0; i < 10; i++)
        {
            var from = first + (random.NextDouble() * (last - first - 5));
            recording._cuts.Add((from, Math.Min(from + 4 + (random.NextDouble() * 86), last - 1)));
        }
        var (start, end) = recording._cuts[random.Next(10)];
        if (stop != PbxStop.None)
            recording.Stop(stop, start + (random.NextDouble() * (end - start) / 2));
        return recording;
    }

    public CutRecording Cut(double from, double to)
    {
        _cuts.Add((from, to));
        return this;
    }

    /// <summary>Writes ami.1.txt, ami.2.txt … or ami.1.txt alone, and queue_log.</summary>
    public void Write(string folder, CutForm form = CutForm.Files)
    {
        var connections = Connections(form).ToArray();
        if (form != CutForm.Files)
            connections = [string.Concat(connections)];
        for (var i = 0; i < connections.Length; i++)
            File.WriteAllText(Path.Combine(folder, $"ami.{i + 1}.txt"), connections[i]);
        File.WriteAllLines(Path.Combine(folder, "queue_log"), Log);
    }

    private IEnumerable<string> Connections(CutForm form)
    {
        var begun = 0;
        var count = 0;
        var connection = new StringBuilder();
        foreach (var (time, text) in _blocks)
        {
            var isCut = _cuts.Exists(cut => time > cut.From && time <= cut.To);
            // A connection also breaks when nothing is said meanwhile.
            if (begun != (begun = _cuts.Count(cut => time > cut.From)) && connection.Length > 0)
            {
                if (isCut && form != CutForm.Files)
                    connection.Append(text.AsSpan(0, Math.Min(text.Length, 16))).Append(form == CutForm.Unmarked ? BlockEnd : "\r\n");
                yield return connection.ToString();
                connection.Clear();
            }
            if (isCut)
                continue;
            if (connection.Length == 0 && (form != CutForm.Unmarked || count == 0))
                connection.Append(Beginning(time, isFirst: count == 0));
            count++;
            connection.Append(text).Append(BlockEnd);
        }
        if (connection.Length > 0)
            yield return connection.ToString();
    }

    private string Beginning(double time, bool isFirst) => string.Create(
        CultureInfo.InvariantCulture,
        $"Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nActionID: l{BlockEnd}")
        + (isFirst ? "" : string.Create(CultureInfo.InvariantCulture, $"Event: FullyBooted\r\nUptime: {Uptime(time)}{BlockEnd}"));

    private int Uptime(double time)
    {
        var start = double.Parse(Log[0].Split('|')[0], CultureInfo.InvariantCulture);
        return (int)(time - (time > _stopped ? _stopped + 1 : start));
    }

    private void Stop(PbxStop stop, double time)
    {
        _stopped = Math.Ceiling(time);
        var until = Log.Count(line => Second(line) < _stopped);
        var live = Live(Log.Take(until));
        var ends = stop == PbxStop.Hard ? [] : live.Values.Select(cells => End(cells, (int)_stopped));
        var lost = Log.Skip(until).Where(line => live.ContainsKey(line.Split('|')[1])).ToArray();
        var rest = Log.Skip(until).Except(lost).ToArray();
        Log.RemoveRange(until, Log.Count - until);
        Log.AddRange([.. ends, $"{_stopped}|NONE|NONE|NONE|QUEUESTART|", .. rest]);
        _blocks.RemoveAll(block => block.Time > time && (live.Keys.Any(call => Names(block.Text, call)) || IsNamelessEnd(block, lost)));
    }

    private static double Second(string line) => double.Parse(line.Split('|')[0], CultureInfo.InvariantCulture);

    private static Dictionary<string, string[]> Live(IEnumerable<string> lines)
    {
        var live = new Dictionary<string, string[]>();
        foreach (var cells in lines.Select(line => line.Split('|')))
        {
            if (cells[4] is "ENTERQUEUE" or "CONNECT")
                live[cells[1]] = cells;
            else if (cells[4] is not ("RINGNOANSWER" or "RINGCANCELED" or "AGENTDUMP"))
                live.Remove(cells[1]);
        }
        return live;
    }

    private static string End(string[] last, int second)
    {
        var span = second - int.Parse(last[0], CultureInfo.InvariantCulture);
        return last[4] == "CONNECT"
            ? $"{second}|{last[1]}|{last[2]}|{last[3]}|COMPLETEAGENT|{last[5]}|{span}|1"
            : $"{second}|{last[1]}|{last[2]}|NONE|ABANDON|1|1|{span}";
    }

    private static bool Names(string block, string call) =>
        block.Split("\r\n").Any(line => line.EndsWith(": " + call, StringComparison.Ordinal));

    private static bool IsNamelessEnd((double Time, string Text) block, string[] lost) =>
        block.Text.StartsWith("Event: AgentComplete", StringComparison.Ordinal) && Header(block.Text, "Uniqueid") is null
        && lost.Select(line => line.Split('|')).Any(cells => cells[2] == Header(block.Text, "Queue")
            && cells[3] == Header(block.Text, "MemberName") && Math.Abs(Second(string.Join('|', cells)) - block.Time) < 2);

    private static string? Header(string block, string name) => block.Split("\r\n")
        .Where(line => line.StartsWith(name + ": ", StringComparison.Ordinal)).Select(line => line[(name.Length + 2)..]).FirstOrDefault();
}
