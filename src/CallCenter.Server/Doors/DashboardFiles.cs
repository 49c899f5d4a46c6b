using System.IO.Compression;
using System.Security.Cryptography;

namespace CallCenter.Server.Doors;

/// <summary>The files of clients/dashboard, which the build puts into this program.</summary>
internal sealed class DashboardFiles
{
    /// <summary>The page.</summary>
    public const string Index = "index.html";

    private const string Prefix = "dashboard/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private readonly Dictionary<string, DashboardFile> _files = ReadAll();

    /// <summary>The file of a path such as "assets/index.js"; null when there is none.</summary>
    public DashboardFile? Find(string path) => _files.GetValueOrDefault(path);

    private static Dictionary<string, DashboardFile> ReadAll()
    {
        var assembly = typeof(DashboardFiles).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        return names.ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new DashboardFile(bytes, Types[Path.GetExtension(name)]);
        }, StringComparer.Ordinal);
    }
}

/// <summary>One file, as it is and compressed.</summary>
internal sealed class DashboardFile(byte[] bytes, string contentType)
{
    private readonly Lazy<byte[]> _compressed = new(() => Compress(bytes));

    public byte[] Bytes => bytes;

    public byte[] Compressed => _compressed.Value;

    public string ContentType => contentType;

    /// <summary>Changes with the content.</summary>
    public string Tag { get; } = $"\"{Convert.ToHexString(SHA256.HashData(bytes), 0, 8)}\"";

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return compressed.ToArray();
    }
}
