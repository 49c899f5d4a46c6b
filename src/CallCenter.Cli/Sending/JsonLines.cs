using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Cli;

/// <summary>Events as protobuf JSON, one a line. Blank lines are skipped.</summary>
internal static class JsonLines
{
    public static IEnumerable<(int Line, Event Event)> Read(TextReader reader, string name)
    {
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return (number, Parse(line, name, number));
        }
    }

    public static IEnumerable<Event> ReadEvents(string path)
    {
        using StreamReader reader = File.OpenText(path);
        foreach ((_, Event item) in Read(reader, path))
            yield return item;
    }

    /// <summary>The event of a line.</summary>
    public static Event Parse(string line, string name, int number)
    {
        try
        {
            return JsonParser.Default.Parse<Event>(line);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or FormatException)
        {
            throw new FailedException($"{name}:{number}: {e.Message.TrimEnd('.')}; correct the line and send the file again");
        }
    }
}
