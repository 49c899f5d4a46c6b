using CallCenter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>Copies of a data file, each whole and as of one commit, also of one that a running server uses.</summary>
public static class DataCopy
{
    /// <summary>Writes a copy.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="file">Path of the copy; must not exist.</param>
    /// <returns>The size of the copy, in bytes.</returns>
    /// <exception cref="StoreUnavailableException">There is no data file, it is damaged, or the copy cannot be written.</exception>
    public static long Save(string directory, string file)
    {
        var source = DataFile.PathIn(directory);
        if (!File.Exists(source)) throw new StoreUnavailableException($"There is no data file '{source}'; name the folder of the store.");
        if (File.Exists(file)) throw new StoreUnavailableException($"'{file}' exists; name a new file for the copy.");
        try
        {
            using var connection = Open(source, SqliteOpenMode.ReadWrite);
            WholeCopy.Write(connection, file, overwrite: false, Check);
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException($"'{source}' cannot be copied to '{file}': {e.Message.TrimEnd('.')}.", e);
        }
        return new FileInfo(file).Length;
    }

    /// <summary>Puts a copy into an empty data directory.</summary>
    /// <exception cref="StoreUnavailableException">The copy is damaged, or the directory holds a data file or its witness.</exception>
    public static void Restore(string file, string directory)
    {
        if (!File.Exists(file)) throw new StoreUnavailableException($"There is no file '{file}'.");
        try
        {
            Check(file);
        }
        catch (SqliteException e)
        {
            throw DataFile.Unusable(file, e);
        }
        if (Directory.Exists(directory) && Directory.GetFiles(directory, "callcenter.*") is [var found, ..])
            throw new StoreUnavailableException(
                $"'{found}' exists; stop the server and move the folder away, or name another folder.");
        Directory.CreateDirectory(directory);
        var target = DataFile.PathIn(directory);
        File.Copy(file, target + ".tmp", overwrite: true);
        File.Move(target + ".tmp", target);
    }

    private static void Check(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        DataFile.CheckStructure(connection, file);
        if (DataFile.Ask(connection, "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('source', 'log', 'shard')") is not 3L)
            throw new StoreUnavailableException($"'{file}' is no data file of this server.");
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
