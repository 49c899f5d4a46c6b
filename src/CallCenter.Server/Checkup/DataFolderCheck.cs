using System.Globalization;
using CallCenter.Storage.Embedded;

namespace CallCenter.Server.Checkup;

/// <summary>Whether the embedded store could use its folder.</summary>
internal static class DataFolderCheck
{
    // Days of a busy centre, and the copy that a change of the stored format keeps.
    private const long SpaceMin = 1L << 30;

    public static IEnumerable<Finding> Run(EmbeddedStoreOptions options)
    {
        if (options.Durability == Durability.Memory)
        {
            yield return Finding.Warning("Store:Durability is Memory: a restart loses everything; set it to Interval or Always.");
            yield break;
        }
        var folder = Path.GetFullPath(options.Directory);
        yield return EmbeddedMetricStore.IsInUse(options)
            ? Finding.Problem($"The data folder '{folder}' is in use by a server that runs; stop it, or name another folder.")
            : CheckWriting(folder);
        yield return CheckSpace(folder);
    }

    private static Finding CheckWriting(string folder)
    {
        var existing = NearestExisting(folder);
        var probe = Path.Combine(existing, $".ccg-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return Finding.Ok(existing == folder
                ? $"the data folder '{folder}' can be written"
                : $"the data folder '{folder}' will be made at the first start");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem($"The data folder '{folder}' cannot be written; change the owner of '{existing}', or name another.");
        }
    }

    private static Finding CheckSpace(string folder)
    {
        var space = new DriveInfo(NearestExisting(folder)).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{space / 1e9:0.0} GB are free for '{folder}'");
        return space < SpaceMin ? Finding.Warning($"Only {text}; make room before it ends, or commits will fail.") : Finding.Ok(text);
    }

    private static string NearestExisting(string folder)
    {
        while (!Directory.Exists(folder)) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
