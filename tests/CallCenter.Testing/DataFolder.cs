namespace CallCenter.Testing;

/// <summary>A temporary folder for data files, deleted after the test.</summary>
public sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("callcenter-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
