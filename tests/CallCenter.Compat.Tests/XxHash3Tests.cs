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
        var vectors = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "XxHash3Vectors.txt")).Where(l => !l.StartsWith('#')).ToList();
        Assert.True(vectors.Count > 1025);
        Assert.All(vectors, vector =>
        {
            var (length, seed, hash) = vector.Split(' ') is [var l, var s, var h] ? (Number(l), Number(s), h) : throw new FormatException(vector);
            Assert.Equal(hash, XxHash3.HashToUInt64(input.AsSpan(0, (int)length), seed).ToString("x16", CultureInfo.InvariantCulture));
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
