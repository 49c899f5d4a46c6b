using System.Globalization;
using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>The format of a data file: SQLite's user_version is the number of the stored format plus one. A file of an older format is
/// brought up to date where it is, after a copy was made of it.</summary>
internal static class FileFormat
{
    private const int VersionOfFormat1 = 2;
    private const int VersionNow = StoredFormat.Newest + 1;

    /// <summary>Checks the file's format, and raises an older one.</summary>
    /// <param name="path">Of the file; not used for one in memory.</param>
    public static void Open(SqliteConnection connection, string path, bool isInMemory)
    {
        var version = Convert.ToInt32(DataFile.Ask(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version is not (0 or VersionOfFormat1 or VersionNow))
            throw new StoreUnavailableException(
                $"The data file '{path}' was written by format {version - 1}; this server reads up to {StoredFormat.Newest}. "
                    + "Use the server version that wrote it.");
        if (version == VersionOfFormat1 && !isInMemory) Keep(connection, path);
        if (version != VersionNow) Raise(connection, version == 0 ? StoredFormat.Newest : 1);
    }

    /// <summary>Path of the copy of a file of format 1.</summary>
    public static string CopyOf(string path) => path + ".format1";

    // Whole, or not there: a copy that was broken off is written anew at the next start.
    private static void Keep(SqliteConnection connection, string path)
    {
        try
        {
            WholeCopy.Write(connection, CopyOf(path), overwrite: true);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw new StoreUnavailableException(
                $"The data file '{path}' is of format 1, and no copy of it can be kept ({e.Message}). Make room for one beside it of "
                    + $"{new FileInfo(path).Length / 1024 / 1024 + 1} MB and start again; the file is unchanged.", e);
        }
    }

    // SQLite's codes: 10 input and output, 13 full, 14 cannot open.
    private static bool IsOfTheDisk(Exception e)
        => e is SqliteException { SqliteErrorCode: 10 or 13 or 14 } or IOException or UnauthorizedAccessException;

    // In one transaction, so that a file is of one format or the other. Its records stay as they are, and name or imply their own format,
    // until folds replace them.
    private static void Raise(SqliteConnection connection, int imageFormat)
    {
        DataFile.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS format (id INTEGER PRIMARY KEY CHECK (id = 0), image INTEGER NOT NULL,
                format_written INTEGER NOT NULL, format_min_reader INTEGER NOT NULL, epoch TEXT NOT NULL);
            INSERT OR IGNORE INTO format VALUES (0, {imageFormat}, {StoredFormat.Newest}, {StoredFormat.Newest}, '{Witness.NewEpoch()}');
            PRAGMA user_version={VersionNow};
            COMMIT;
            """));
    }
}
