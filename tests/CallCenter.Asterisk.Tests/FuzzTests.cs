using Xunit.Abstractions;

namespace CallCenter.Asterisk.Tests;

/// <summary>No bytes end the reader, the mapper or the connection. The figures are in the output of each test.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const string Mark = "\r\n\r\nEvent: QueueCallerJoin\r\nUniqueid: mark\r\nQueue: marked\r\n\r\n";

    private static readonly byte[] Recording = Traces.Bytes("edge-1");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Bytes_at_random_end_nothing(int seed)
    {
        var bytes = new byte[4 * 1024 * 1024];
        new Random(seed).NextBytes(bytes);
        AssertGoesOn(bytes, seed);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void Recording_with_damage_all_over_ends_nothing(int seed)
    {
        var random = new Random(seed);
        using var damaged = new MemoryStream();
        for (var read = 0; read < Recording.Length;)
        {
            var count = Math.Min(random.Next(1, 4000), Recording.Length - read);
            damaged.Write(Damage(Recording.AsSpan(read, count).ToArray(), random));
            read += count;
        }
        AssertGoesOn(damaged.ToArray(), seed);
    }

    [Theory]
    [InlineData("Event: Status\r\n", "Variable: ", 50_000)]
    [InlineData("Event: QueueCallerJoin\r\n", "Queue: ", 1_100_000)]
    [InlineData("", "", 3_000_000)]
    public void Blocks_of_a_megabyte_and_more_end_nothing(string start, string header, int length)
    {
        var line = header + new string('x', length) + "\r\n";
        AssertGoesOn(System.Text.Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(line, 30))), 0);
    }

    private void AssertGoesOn(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        byte[] marked = [.. bytes, .. System.Text.Encoding.ASCII.GetBytes(Mark)];
        var reader = new AmiReader(new ChunkedStream(marked, () => random.Next(1, 70_000)));
        var mapper = new AsteriskMapper(new MappingOptions());
        var now = DateTimeOffset.FromUnixTimeSeconds(1_795_325_000);
        var (messages, events, isMarked) = (0, 0, false);
        while (reader.Read() is { } message)
        {
            messages++;
            foreach (var each in mapper.Apply(message, now, now.AddDays(1)))
            {
                events++;
                isMarked |= each.VisitQueued is { Queue: "marked" };
            }
        }
        events += mapper.AdvanceTo(now.AddDays(2)).Count;
        output.WriteLine($"seed {seed}: {bytes.Length} bytes, {reader.Census.MessageCount} messages, {messages} mapped, {events} events, "
            + $"{reader.Census.LongLineCount} lines and {reader.Census.LongMessageCount} messages skipped");
        Assert.True(isMarked);
    }

    private static byte[] Damage(byte[] piece, Random random)
    {
        switch (random.Next(6))
        {
            case 0: return []; // lost
            case 1: return [.. piece, .. piece]; // doubled
            case 2: return piece[..random.Next(piece.Length)]; // cut
            case 3:
                for (var i = 0; i < piece.Length / 20; i++)
                    piece[random.Next(piece.Length)] = (byte)random.Next(256);
                return piece;
            case 4:
                // Digits elsewhere: times, numbers and ids that nobody means.
                for (var i = 0; i < piece.Length; i++)
                    if (char.IsAsciiDigit((char)piece[i]) && random.Next(8) == 0)
                        piece[i] = (byte)('0' + random.Next(10));
                return piece;
            default: return piece;
        }
    }
}
