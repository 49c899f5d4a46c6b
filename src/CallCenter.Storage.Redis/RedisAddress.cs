using System.Globalization;

namespace CallCenter.Storage.Redis;

/// <summary>Reads the one address by which Redis is configured. By hand, since Uri knows one host only. No message repeats the address: it
/// may hold a password.</summary>
internal static class RedisAddress
{
    private const int RedisPort = 6379;
    private const int SentinelPort = 26379;

    public static RedisStoreOptions Read(string address)
    {
        var (scheme, rest) = Cut(address, "://") ?? throw Wrong("it does not begin with redis:// or rediss://");
        if (scheme is not ("redis" or "rediss")) throw Wrong("it does not begin with redis:// or rediss://");
        var (beforeQuery, query) = Cut(rest, "?") ?? (rest, "");
        // The last one: a password may hold it, although it should be written %40.
        var at = beforeQuery.LastIndexOf('@');
        var (user, password) = at < 0 ? (null, null) : ReadUser(beforeQuery[..at]);
        var (hosts, database) = Cut(beforeQuery[(at + 1)..], "/") ?? (beforeQuery[(at + 1)..], "");
        var settings = ReadSettings(query);
        var port = settings.ContainsKey("sentinel") ? SentinelPort : RedisPort;
        var options = new RedisStoreOptions
        {
            Hosts = [.. hosts.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(host => ReadHost(host, port))],
            User = user,
            Password = password,
            Tls = scheme == "rediss",
            Database = database.Length == 0 ? 0 : ReadNumber("the database", database),
        };
        if (options.Hosts.Count == 0) throw Wrong("it names no host");
        return settings.Aggregate(options, (o, setting) => Set(o, setting.Key, setting.Value));
    }

    private static RedisStoreOptions Set(RedisStoreOptions options, string name, string value) => name switch
    {
        "sentinel" => options with { SentinelName = value },
        "sentineluser" => options with { SentinelUser = value },
        "sentinelpassword" => options with { SentinelPassword = value },
        "prefix" => options with { Prefix = value },
        "shards" => options with { Shards = ReadNumber(name, value) },
        "replicas" => options with { Replicas = ReadNumber(name, value) },
        "replicawait" => options with { ReplicaWait = ReadMs(name, value) },
        "timeout" => options with { Timeout = ReadMs(name, value) },
        "logkept" => options with { LogKept = ReadMs(name, value) },
        "ca" => options with { CaFile = value },
        "cert" => options with { CertFile = value },
        "key" => options with { KeyFile = value },
        _ => throw Wrong($"it has no option '{name}'; there are sentinel, sentineluser, sentinelpassword, prefix, shards, replicas, "
            + "replicawait, timeout, logkept, ca, cert, key"),
    };

    private static (string? User, string? Password) ReadUser(string text)
    {
        var (user, password) = Cut(text, ":") ?? throw Wrong("what stands before the @ is not user:password");
        return (user.Length == 0 ? null : Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
    }

    private static Dictionary<string, string> ReadSettings(string query)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(part, "=") ?? throw Wrong("an option is not name=value");
            if (!settings.TryAdd(name, Uri.UnescapeDataString(value))) throw Wrong($"it has the option '{name}' twice");
        }
        return settings;
    }

    private static RedisHost ReadHost(string text, int port)
    {
        // An IPv6 address stands in brackets, since it has colons of its own.
        if (text.StartsWith('['))
        {
            var (inside, after) = Cut(text[1..], "]") ?? throw Wrong("a bracket is not closed");
            return new RedisHost(inside, after.StartsWith(':') ? ReadPort(after[1..]) : port);
        }
        return Cut(text, ":") is var (name, number) ? new RedisHost(name, ReadPort(number)) : new RedisHost(text, port);
    }

    private static int ReadPort(string text)
        => ReadNumber("a port", text) is var port and > 0 and < 65536 ? port : throw Wrong("a port is not 1 to 65535");

    private static TimeSpan ReadMs(string name, string value) => TimeSpan.FromMilliseconds(ReadNumber(name, value));

    private static int ReadNumber(string name, string value)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Wrong($"{name} is not a whole number");

    private static (string Before, string After)? Cut(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : (text[..at], text[(at + mark.Length)..]);
    }

    private static FormatException Wrong(string what)
        => new($"The address of Redis cannot be read: {what}. "
            + "Write redis://[user:password@]host:port[,host:port...][/database][?option=value&...].");
}
