using System.Collections.Frozen;

namespace CallCenter.Server.Settings;

/// <summary>Finds IANA time zones without regard to case, those under older names (US/Eastern, Asia/Calcutta) too.</summary>
internal static class ZoneNames
{
    // Where the system keeps a file for each name; the framework lists only the present names, and reads the others.
    private static readonly string Folder = Environment.GetEnvironmentVariable("TZDIR") ?? "/usr/share/zoneinfo";

    private static readonly Lazy<FrozenDictionary<string, string>> Known = new(() => Names()
        .DistinctBy(name => name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(name => name, name => name, StringComparer.OrdinalIgnoreCase));

    public static TimeZoneInfo? Find(string name)
    {
        if (Known.Value.TryGetValue(name, out var exact)) name = exact;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    private static IEnumerable<string> Names()
    {
        var listed = TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id);
        if (!Directory.Exists(Folder)) return listed;
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Where(name => char.IsAsciiLetterUpper(name[0]));
        return listed.Concat(files);
    }
}
