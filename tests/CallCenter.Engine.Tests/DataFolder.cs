namespace CallCenter.Engine.Tests;

/// <summary>A folder for data files that is gone after the test.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("callcenter-engine-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
