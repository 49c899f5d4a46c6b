using System.Runtime.InteropServices;
using System.Text;
using CallCenter.Cli;
using CallCenter.Cli.Commands;
using Microsoft.Win32.SafeHandles;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var cli = new CliContext
{
    In = Console.In,
    Out = Console.IsOutputRedirected ? Redirected() : Console.Out,
    Error = Console.Error,
    OutIsTerminal = !Console.IsOutputRedirected,
    ErrorIsTerminal = !Console.IsErrorRedirected,
    Stop = stop.Token,
    Variable = Environment.GetEnvironmentVariable,
};
return await CommandLine.RunAsync(
    args,
    cli,
    ServeCommand.Create(cli),
    HealthCommand.Create(cli),
    KeysCommand.Create(cli),
    StoreCommand.Create(cli),
    DoctorCommand.Create(cli),
    CheckCommand.Create(cli),
    BackupCommand.CreateBackup(cli),
    BackupCommand.CreateRestore(cli),
    DemoCommand.Create(cli),
    ReplayCommand.Create(
        cli,
        AsteriskRecording.Create(),
        new Recording("jsonl", "events as JSON lines, as 'ccg send' takes them", JsonLines.ReadEvents)),
    ConnectCommand.Create(cli),
    ImportCommand.Create(cli),
    SendCommand.Create(cli),
    SnapshotCommand.Create(cli),
    SeriesCommand.Create(cli),
    ReportCommand.Create(cli),
    WatchCommand.Create(cli),
    TopCommand.Create(cli),
    ExplainCommand.Create(cli),
    TargetsCommand.Create(cli),
    AlertsCommand.Create(cli),
    KpisCommand.Create(cli),
    SettingsCommand.Create(cli),
    ListCommand.Create(cli),
    CompletionCommand.Create(cli),
    ManCommand.Create(cli),
    ForgetCommand.Create(cli));

// The first signal asks the command to stop in good order; the second ends the process.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

// The console's own stream hides that a pipe's reader has gone, and the program would write on for ever. A file keeps it: a FileStream
// would not move the offset that the next program writes at.
static TextWriter Redirected()
{
    if (OperatingSystem.IsWindows())
        return Console.Out;
    var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write);
    return output.CanSeek ? Console.Out : new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
