using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>Copies a database. The copy gets its name when it is whole and on disk, so that a file of that name is always good.</summary>
internal static class WholeCopy
{
    /// <param name="source">The database; its copy is as of one commit.</param>
    /// <param name="path">Path of the copy.</param>
    /// <param name="overwrite">Whether it replaces an existing file.</param>
    /// <param name="check">Throws when the written file is not good.</param>
    public static void Write(SqliteConnection source, string path, bool overwrite, Action<string>? check = null)
    {
        var unfinished = path + ".tmp";
        try
        {
            File.Delete(unfinished);
            using (var command = source.CreateCommand())
            {
                command.CommandText = "VACUUM INTO $1";
                command.Parameters.AddWithValue("$1", unfinished);
                command.ExecuteNonQuery();
            }
            check?.Invoke(unfinished);
            using (var copy = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite)) copy.Flush(flushToDisk: true);
            File.Move(unfinished, path, overwrite);
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next copy to this name deletes it.
        }
    }
}
