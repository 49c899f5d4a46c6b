using System.Text;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Changes bytes and texts at random, mostly a little, so that much of a case is still understood.</summary>
internal static class Mutations
{
    private static readonly byte[][] Splinters =
    [
        [0], [0xFF], [0x80], [0x7F], [0x0D, 0x0A], [0x0D, 0x0A, 0x0D, 0x0A], [0xC3, 0x28], [0xED, 0xA0, 0x80],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x0B, 0x0B, 0x0B, 0x0B],
        "%00"u8.ToArray(), "\"}"u8.ToArray(), "{{{{"u8.ToArray(), "1e999"u8.ToArray(), "null"u8.ToArray(), "-1"u8.ToArray(),
    ];

    private static readonly string[] Texts =
    [
        "", " ", "a", "sales", "\0", "\n", "\r\nX-Forged: 1", "\t", "\"", "'", "\\", ",", ";", "=1+1", "@SUM(A1)", "-2+3",
        "<img src=x onerror=alert(1)>",
        "../../etc/passwd", "%2e%2e%2f", "%00", "' OR 1=1 --", "${jndi:ldap://x}", "{{7*7}}", "NaN", "null", "1e999", "-1", "0x10",
        "\u202Edesrever", "\uFEFF", "\u00E9\u0301", "\U0001F600", "\u4E2D\u6587", "q=\u0000", "a=b=c", "a|b", "*", "?", "#", "&",
    ];

    /// <summary>A text that programs trip over.</summary>
    public static string NastyText(Random random) => random.Next(20) switch
    {
        0 => new string('x', random.Next(1, 70_000)),
        1 => string.Concat(Enumerable.Repeat(Pick(random, Texts), random.Next(1, 50))),
        2 => new string((char)random.Next(0xA0, 0xD7FF), random.Next(1, 40)),
        _ => Pick(random, Texts),
    };

    public static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>One to eight changes; the original stays as it is.</summary>
    public static byte[] Of(Random random, byte[] original)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 9); changes > 0; changes--) Change(random, bytes);
        return [.. bytes];
    }

    public static string Of(Random random, string original) => Encoding.Latin1.GetString(Of(random, Encoding.UTF8.GetBytes(original)));

    public static byte[] Noise(Random random, int max)
    {
        var bytes = new byte[random.Next(max)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Change(Random random, List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var rest = bytes.Count - at;
        switch (random.Next(7))
        {
            case 0 when rest > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when rest > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.InsertRange(at, Pick(random, Splinters));
                break;
            case 3 when rest > 0:
                bytes.RemoveRange(at, random.Next(1, Math.Min(rest, 16) + 1));
                break;
            case 4 when rest > 0:
                bytes.InsertRange(at, bytes.GetRange(at, random.Next(1, Math.Min(rest, 200) + 1)));
                break;
            case 5 when random.Next(4) == 0:
                bytes.RemoveRange(at, rest);
                break;
            default:
                bytes.InsertRange(at, Noise(random, 12));
                break;
        }
    }
}
