using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

internal sealed class ScriptedAdminService(AdminScript script) : AdminService.AdminServiceBase
{
    public override Task<ForgetContactResponse> ForgetContact(ForgetContactRequest request, ServerCallContext context)
        => Task.FromResult(script.Forget(request));
}
