using System.Globalization;
using System.IO.Compression;
using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Plays recorded AMI bytes through the parser and mapper of the live adapter.</summary>
public static class RecordedAmi
{
    /// <summary>
    /// The events of a recording: a file, or a folder with ami.txt or ami.1.txt, ami.2.txt … (one a connection), plain or .gz. The same
    /// recording and options always give the same events in the same order, so the n-th event may be numbered n.
    /// </summary>
    /// <exception cref="AmiRecordingException">It is of an Asterisk whose events are not understood.</exception>
    public static IEnumerable<Event> ReadEvents(string path, MappingOptions options)
    {
        var mapper = new AsteriskMapper(options);
        RefuseTooOld(path, Survey(path, options, mapper.LearnQueue));
        foreach (var file in Files(path))
        {
            using var stream = Open(file);
            foreach (var each in ReadEvents(stream, mapper))
                yield return each;
            mapper.MarkGap();
        }
    }

    /// <summary>
    /// The events of a recording as above, and what happened before and between its connections from Asterisk's own log, from the
    /// start of the first connection's day.
    /// </summary>
    /// <param name="path">The recording.</param>
    /// <param name="options">How messages become events.</param>
    /// <param name="queueLog">queue_log; what was rotated away from it and lies beside it is read too.</param>
    /// <param name="zone">Where a day begins at midnight.</param>
    public static IEnumerable<Event> ReadEvents(string path, MappingOptions options, string queueLog, TimeZoneInfo zone)
    {
        RefuseTooOld(path, Survey(path));
        var names = new MemberNames();
        var recording = new RepairedRecording(options, queueLog, names);
        if (Survey(path, options, recording.LearnQueue).IsTooOld)
            throw new AmiRecordingException($"{path} is of an Asterisk that is too old: {AmiVersion.TooOld}.");
        foreach (var message in Files(path).SelectMany(file => ReadMessages(file, options.Text)))
            names.Learn(message);
        foreach (var each in Files(path).SelectMany(file => recording.Read(ReadMessages(file, options.Text), FirstTime(file), zone)))
            yield return each;
        foreach (var each in recording.End())
            yield return each;
    }

    /// <summary>Of any message: one that nobody needs tells as well when the connection began.</summary>
    private static DateTimeOffset? FirstTime(string file)
    {
        using var reader = new StreamReader(Open(file));
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("Timestamp: ", StringComparison.Ordinal) && AmiTime.Parse(line["Timestamp: ".Length..]) is { } time)
                return time;
        }
        return null;
    }

    private static IEnumerable<AmiMessage> ReadMessages(string file, AmiText text)
    {
        using var stream = Open(file);
        var reader = new AmiReader(stream, text);
        while (reader.Read() is { } message)
            yield return message;
    }

    /// <summary>The events of a stream of AMI bytes; at its end the decisions that only wait for time are made.</summary>
    public static IEnumerable<Event> ReadEvents(Stream stream, AsteriskMapper mapper)
    {
        var reader = new AmiReader(stream, mapper.Text);
        while (reader.Read() is { } message)
        {
            // A message without a time is next to the one before it; never at it, since no two joins are at one moment.
            foreach (var each in mapper.Apply(message, mapper.LatestTime.AddMicroseconds(1)))
                yield return each;
        }
        foreach (var each in mapper.AdvanceTo(mapper.LatestTime + TimeSpan.FromSeconds(1)))
            yield return each;
    }

    /// <summary>What a recording contains, without making events of it.</summary>
    public static AmiCensus Survey(string path) => Survey(path, new MappingOptions(), _ => { });

    private static void RefuseTooOld(string path, AmiCensus census)
    {
        if (census.IsTooOld)
            throw new AmiRecordingException($"{path} is of an Asterisk that is too old: {AmiVersion.TooOld}.");
    }

    /// <summary>The queues' own events spell their names as queues.conf does, also for a caller refused before the first of them.</summary>
    private static AmiCensus Survey(string path, MappingOptions options, Action<string> learn)
    {
        var census = new AmiCensus();
        foreach (var file in Files(path))
        {
            using var stream = Open(file);
            var reader = new AmiReader(stream, options.Text);
            while (reader.Read() is { } message)
                if (message["Queue"] is { } queue)
                    learn(queue);
            census.Add(reader.Census);
        }
        return census;
    }

    private static string[] Files(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var files = Directory.GetFiles(path, "ami*.txt").Concat(Directory.GetFiles(path, "ami*.txt.gz"));
        return [.. files.OrderBy(Number).ThenBy(file => file, StringComparer.Ordinal)];
    }

    private static int Number(string file) =>
        int.TryParse(Path.GetFileName(file).Split('.')[1], CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static Stream Open(string file)
    {
        var stream = File.OpenRead(file);
        return file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
