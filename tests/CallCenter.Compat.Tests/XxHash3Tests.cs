using System.Globalization;
using System.IO.Hashing;
using StackExchange.Redis;

namespace CallCenter.Compat.Tests;

public sealed class XxHash3Tests
{
    [Fact]
    public void Hashes_of_all_lengths_equal_those_of_the_real_package()
    {
        var input = Enumerable.Range(0, 4096).Select(i => (byte)(i * 31 + (i >> 3) * 7 + (i >> 8) * 13 + 5)).ToArray();
        var file = Path.Combine(AppContext.BaseDirectory, "XxHash3Vectors.txt");
        var vectors = File.ReadLines(file).Where(line => !line.StartsWith('#')).ToList();
        Assert.True(vectors.Count > 1025);
        Assert.All(vectors, vector =>
        {
            var fields = vector.Split(' ');
            var hash = XxHash3.HashToUInt64(input.AsSpan(0, (int)Number(fields[0])), Number(fields[1]));
            Assert.Equal(fields[2], hash.ToString("x16", CultureInfo.InvariantCulture));
        });
    }

    [Fact]
    public void Digest_of_the_redis_client_is_this_hash()
    {
#pragma warning disable SER002 // For evaluation only upstream; it is the one caller of the hash.
        Assert.Contains("2d06800538d394c2", ValueCondition.CalculateDigest([]).ToString(), StringComparison.Ordinal);
#pragma warning restore SER002
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
