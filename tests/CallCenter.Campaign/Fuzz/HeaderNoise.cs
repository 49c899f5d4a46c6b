namespace CallCenter.Campaign.Fuzz;

/// <summary>The headers of a case: mostly a good credential, and others with odd values.</summary>
internal static class HeaderNoise
{
    private static readonly (string Name, string[] Values)[] Known =
    [
        ("accept", ["text/csv", "application/openmetrics-text", "text/event-stream", "*/*", "text/csv;q=0.1, */*;q=x"]),
        ("grpc-timeout", ["1n", "99999999H", "-1S", "1", "S", "18446744073709551616m"]),
        ("grpc-encoding", ["gzip", "identity", "br", "deflate", "x"]),
        ("grpc-accept-encoding", ["gzip", "identity,,gzip", "x"]),
        ("traceparent", ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-0-0-00", "zz"]),
        ("last-event-id", ["%%%", "AAAA", "YWJj"]),
        ("origin", ["http://evil.example", "null", "x"]),
        ("x-forwarded-for", ["127.0.0.1", "::1"]),
        ("range", ["bytes=0-1"]),
        ("if-none-match", ["*"]),
        ("content-encoding", ["gzip", "br"]),
        ("cookie", ["a=b; c"]),
        ("x-http-method-override", ["DELETE"]),
    ];

    public static void Add(Random random, HttpRequestMessage request, string key)
    {
        if (Credential(random, key) is { } credential) request.Headers.TryAddWithoutValidation("authorization", credential);
        for (var count = random.Next(3); count > 0; count--)
        {
            var (name, value) = One(random);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>A header that a program sends, with a value that it may not send.</summary>
    public static (string Name, string Value) One(Random random)
    {
        var (name, values) = Mutations.Pick(random, Known);
        var value = random.Next(4) > 0 ? Mutations.Pick(random, values) : Mutations.NastyText(random);
        return (name, Printable(value));
    }

    public static string? Credential(Random random, string key) => random.Next(20) switch
    {
        0 => null,
        1 => "Bearer " + Printable(Mutations.Of(random, key)),
        2 => Printable(Mutations.NastyText(random)),
        3 => "Bearer eyJhbGciOiJub25lIn0.e30.",
        _ => $"Bearer {key}",
    };

    // A client library would refuse other characters itself; the cases of bytes have them.
    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and < '\x7F').Take(8_000));
}
