using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallCenter.Server.Access;

/// <summary>The file of the credentials, as JSON that people can read and edit.</summary>
public static class KeysFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // Names of queues stay readable; nothing puts this file into a page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="FormatException">The file cannot be used; the message says why and what to do.</exception>
    public static IReadOnlyList<AccessKey> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FormatException($"The keys file '{path}' does not exist; make it with 'ccg keys create --file {path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The keys file '{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Checks the content of a file.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static IReadOnlyList<AccessKey> Parse(byte[] content, string path)
    {
        try
        {
            return Checked(JsonSerializer.Deserialize<Content>(content, Json)?.Keys ?? [], path);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The keys file '{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Replaces the file as a whole, so that no reader sees half of it; only its owner may read it.</summary>
    public static void Write(string path, IEnumerable<AccessKey> keys)
    {
        var next = $"{path}.new";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = ModeOf(path);
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, new Content { Keys = [.. keys] }, Json);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }

    // An administrator may have let the server's group read it.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static UnixFileMode ModeOf(string path)
        => File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static List<AccessKey> Checked(List<AccessKey> keys, string path)
    {
        foreach (var key in keys)
        {
            if (key.Errors().FirstOrDefault() is { } problem)
                throw new FormatException($"Key '{key.Id}' in '{path}' is wrong: {problem.TrimEnd('.')}.");
        }
        return keys.GroupBy(key => key.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw new FormatException($"Key '{twice}' is in '{path}' twice; remove one.")
            : keys;
    }

    private sealed record Content
    {
        public List<AccessKey> Keys { get; init; } = [];
    }
}
