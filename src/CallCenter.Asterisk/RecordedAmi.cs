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
    /// The events of a recording as above, and those that it lacks from Asterisk's own log: before, between and after its connections, and
    /// within one where messages are missing; from the start of the recording's first day to the end of its last.
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
        foreach (var (message, _) in ReadMessages(path, options.Text))
            names.Learn(message);
        foreach (var each in recording.Read(ReadMessages(path, options.Text), zone))
            yield return each;
    }

    /// <summary>A file may hold several connections, each with its greeting.</summary>
    private static IEnumerable<RecordedMessage> ReadMessages(string path, AmiText text)
    {
        foreach (var file in Files(path))
        {
            using var stream = Open(file);
            var reader = new AmiReader(stream, text);
            for (var greetings = -1L; reader.Read() is { } message; greetings = reader.GreetingCount)
                yield return new RecordedMessage(message, reader.GreetingCount != greetings);
        }
    }

    /// <summary>The events of a stream of AMI bytes; at its end the decisions that only wait for time are made.</summary>
    public static IEnumerable<Event> ReadEvents(Stream stream, AsteriskMapper mapper)
    {
        var reader = new AmiReader(stream, mapper.Text);
        for (var greetings = 0L; reader.Read() is { } message; greetings = reader.GreetingCount)
        {
            if (reader.GreetingCount > Math.Max(1, greetings))
                mapper.MarkGap();
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
