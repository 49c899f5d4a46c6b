using CallCenter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>The SQLite file of a data directory, locked against a second process.</summary>
internal sealed class DataFile : IDisposable
{
    private readonly FileStream? _lock;

    private DataFile(SqliteConnection connection, string path, FileStream? lockFile)
        => (Connection, Path, _lock) = (connection, path, lockFile);

    public SqliteConnection Connection { get; }

    /// <summary>Where it is, for people.</summary>
    public string Path { get; }

    /// <summary>The error for a file that exists and is unusable.</summary>
    public static StoreUnavailableException Unusable(string path, Exception cause) => new(
        $"The data file '{path}' cannot be used: {cause.Message.TrimEnd('.')}. Restore it from a copy, or move it away to begin anew.",
        cause);

    /// <summary>The witness of the file; none in memory, where nothing outlives the process.</summary>
    public Witness? Witness { get; private init; }

    public static DataFile Open(EmbeddedStoreOptions options, TimeProvider time)
    {
        if (options.Durability == Durability.Memory) return new DataFile(
            Prepare("Data Source=:memory:", options, ":memory:"), ":memory:", null);
        var lockFile = Lock(options.Directory);
        var path = PathIn(options.Directory);
        try
        {
            return new DataFile(Prepare(
                new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString(), options, path), path, lockFile)
            {
                Witness = new Witness(System.IO.Path.Combine(options.Directory, "callcenter.witness"), path, time),
            };
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Whether another process holds the lock of a data directory; false for one that does not exist.</summary>
    public static bool IsLocked(string directory)
    {
        try
        {
            using var probe = new FileStream(LockPath(directory), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Path of the data file in a directory.</summary>
    public static string PathIn(string directory) => System.IO.Path.Combine(directory, "callcenter.db");

    private static string LockPath(string directory) => System.IO.Path.Combine(directory, "callcenter.lock");

    private static FileStream Lock(string directory)
    {
        var path = System.IO.Path.GetFullPath(directory);
        try
        {
            MakeDirectory(path);
            return new FileStream(LockPath(directory), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreUnavailableException(
                $"The data directory '{path}' cannot be written; change its owner, or set Store:Directory (--data) to another.", e);
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException(
                $"The data directory '{path}' is in use by another process; stop that one, or set Store:Directory (--data) to another.", e);
        }
    }

    private static void MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException(
                $"The data directory '{path}' cannot be made: {e.Message.TrimEnd('.')}. Set Store:Directory (--data) to another.", e);
        }
    }

    private static SqliteConnection Prepare(string connectionString, EmbeddedStoreOptions options, string path)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            Run(connection, "PRAGMA journal_mode=WAL");
            Run(connection, options.Durability == Durability.Always ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            // Checkpoints of the write-ahead file are made between commits by size; 4 MiB keeps them rare and the file small.
            Run(connection, "PRAGMA wal_autocheckpoint=1024");
            FileFormat.Open(connection, path, options.Durability == Durability.Memory);
            Run(connection, Schema);
            CheckStructure(connection, path);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Unusable(path, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Reads the whole file, as loading it does next. Values have their seals, see Statements.
    public static void CheckStructure(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is string and not "ok" and var fault) throw Unusable(path, new DamagedException((string)fault));
    }

    public static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS source (id TEXT PRIMARY KEY, fence INTEGER NOT NULL, committed INTEGER NOT NULL,
            seal INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, previous INTEGER NOT NULL, batch BLOB NOT NULL,
            seal INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS shard (id INTEGER PRIMARY KEY CHECK (id = 0), checkpoint INTEGER NOT NULL, folded_at INTEGER NOT NULL,
            last INTEGER NOT NULL, seal INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS block (level INTEGER NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, seal INTEGER NOT NULL,
            PRIMARY KEY (level, start)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS row (source TEXT NOT NULL, number INTEGER NOT NULL, key BLOB NOT NULL, seal INTEGER NOT NULL,
            PRIMARY KEY (source, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS item (source TEXT NOT NULL, kind INTEGER NOT NULL, handle INTEGER NOT NULL, value BLOB NOT NULL,
            seal INTEGER NOT NULL, PRIMARY KEY (source, kind, handle)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS ledger (position INTEGER PRIMARY KEY, done_to INTEGER NOT NULL, size INTEGER NOT NULL,
            head BLOB NOT NULL, head_seal INTEGER NOT NULL, data BLOB NOT NULL, seal INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS archive (source TEXT NOT NULL, level INTEGER NOT NULL, end_at INTEGER NOT NULL, bytes BLOB NOT NULL,
            seal INTEGER NOT NULL, PRIMARY KEY (source, level, end_at)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS archived (source TEXT PRIMARY KEY, archived_from INTEGER NOT NULL, archived_to INTEGER NOT NULL,
            seal INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS alert (tenant TEXT NOT NULL, id INTEGER NOT NULL, revision INTEGER NOT NULL, open INTEGER NOT NULL,
            record BLOB NOT NULL, seal INTEGER NOT NULL, ack BLOB NOT NULL, ack_seal INTEGER NOT NULL, PRIMARY KEY (tenant, id))
            WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS alert_by_revision ON alert (tenant, revision);
        CREATE INDEX IF NOT EXISTS alert_by_state ON alert (tenant, open, id);
        CREATE TABLE IF NOT EXISTS alerts (tenant TEXT PRIMARY KEY, revision INTEGER NOT NULL, last_id INTEGER NOT NULL,
            seal INTEGER NOT NULL) WITHOUT ROWID;
        INSERT OR IGNORE INTO shard VALUES (0, 0, 0, 0, 0);
        """;
}
