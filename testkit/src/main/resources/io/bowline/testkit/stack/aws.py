# Makes in AWS what a list says, in CloudFormation's words, and takes it away again, one call of the API for each step:
# {"how": "make"|"follow"|"unmake", "things": {name: {"Type", "Properties"}}, "known": {name: {"id", "arn"}}} -> known, with what was made
# and asks what it is told to ask: {"how": "ask", "calls": [[service, operation, parameters]]} -> the answers
import json
import os
import sys

import boto3

REGION = os.environ["AWS_REGION"]
said = json.load(sys.stdin)
things, known = said.get("things", {}), said.get("known", {})
clients = {}


def fitted(shape, value):
    """A value as the API wants it, whatever case its keys have; what the API has no name for is wrong."""
    if shape.type_name == "structure":
        names = {each.lower(): each for each in shape.members}
        return {names[key.lower()]: fitted(shape.members[names[key.lower()]], each) for key, each in value.items()}
    if shape.type_name == "list":
        if shape.member.name == "Tag" and isinstance(value, dict):
            value = listed(value)
        return [fitted(shape.member, each) for each in (value if isinstance(value, list) else [value])]
    if shape.type_name == "map":
        return {key: str(each) for key, each in value.items()}
    if shape.type_name in ("integer", "long"):
        return int(value)
    if shape.type_name == "boolean":
        return value if isinstance(value, bool) else value == "true"
    return value if isinstance(value, str) else json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def ask(service, operation, given=None, **more):
    client = clients.setdefault(service, boto3.client(service, region_name=REGION))
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation])
    wanted = dict(given or {}, **more)
    return getattr(client, operation)(**(fitted(model.input_shape, wanted) if wanted else {}))


def named(name, key):
    one = known[name]
    if key == "DestinationPrefixListId":
        return one["S3"]
    return one["arn"] if "arn" in key.lower() or key in ("NodeRole", "KmsKey", "Resource", "Version") else one["id"]


def filled(value, key=""):
    """References are @ and a name: what is meant of it is known by where it stands."""
    if isinstance(value, dict):
        return {each: filled(of, each) for each, of in value.items()}
    if isinstance(value, list):
        return [filled(each, key) for each in value]
    return named(value[1:], key) if isinstance(value, str) and value.startswith("@") else value


def names(value):
    if isinstance(value, dict):
        return set().union(*map(names, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(names, value)) if value else set()
    return {value[1:]} if isinstance(value, str) and value.startswith("@") else set()


def listed(tags):
    return [{"Key": key, "Value": value} for key, value in pairs(tags).items()]


def pairs(tags):
    return tags if isinstance(tags, dict) else {each["Key"]: each["Value"] for each in tags or []}


def zone(given):
    return given if len(given) > 1 else REGION + given


def tagged(kind, of):
    tags = listed(of.pop("Tags", []))
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


def vpc(of):
    made = ask("ec2", "create_vpc", CidrBlock=of["CidrBlock"], **tagged("vpc", of))["Vpc"]["VpcId"]
    for each in ("EnableDnsSupport", "EnableDnsHostnames"):
        ask("ec2", "modify_vpc_attribute", {"VpcId": made, each: {"Value": of[each]}})
    return made


def subnet(of):
    of["AvailabilityZone"] = zone(of["AvailabilityZone"])
    return ask("ec2", "create_subnet", of, **tagged("subnet", of))["Subnet"]["SubnetId"]


def group(of):
    """The rule that everybody is born with goes, and what the list says comes."""
    made = ask("ec2", "create_security_group", GroupName=of["GroupName"], Description=of["GroupDescription"],
               VpcId=of["VpcId"], **tagged("security-group", of))["GroupId"]
    ask("ec2", "revoke_security_group_egress", GroupId=made,
        IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    for each in of.get("SecurityGroupEgress", []):
        rule("authorize_security_group_egress")(dict(each, GroupId=made))
    return made


def rule(operation):
    def made(of):
        other = {"Description": of["Description"]} if "Description" in of else {}
        one = {each: of[each] for each in ("IpProtocol", "FromPort", "ToPort") if each in of}
        if "CidrIp" in of:
            one["IpRanges"] = [dict(other, CidrIp=of["CidrIp"])]
        for each in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
            if each in of:
                one["UserIdGroupPairs"] = [dict(other, GroupId=of[each])]
        for each in ("SourcePrefixListId", "DestinationPrefixListId"):
            if each in of:
                one["PrefixListIds"] = [dict(other, PrefixListId=of[each])]
        return ask("ec2", operation, GroupId=of["GroupId"], IpPermissions=[one])["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    return made


def template(of):
    specifications = of.pop("TagSpecifications", [])
    return ask("ec2", "create_launch_template", of, TagSpecifications=[
        {"ResourceType": each["ResourceType"], "Tags": listed(each["Tags"])} for each in specifications])["LaunchTemplate"]["LaunchTemplateId"]


def address(of):
    made = ask("ec2", "allocate_address", of, **tagged("elastic-ip", of))
    return made["AllocationId"]


def key(of):
    made = ask("kms", "create_key", Description=of["Description"], Policy=of["KeyPolicy"],
               Tags=[{"TagKey": name, "TagValue": value} for name, value in pairs(of["Tags"]).items()])["KeyMetadata"]
    if str(of["EnableKeyRotation"]).lower() == "true":
        ask("kms", "enable_key_rotation", KeyId=made["KeyId"])
    return made["KeyId"], made["Arn"]


def alias(of):
    ask("kms", "create_alias", of)
    return of["AliasName"]


def role(of):
    policies, managed = of.pop("Policies", []), of.pop("ManagedPolicyArns", [])
    made = ask("iam", "create_role", of, Tags=listed(of.pop("Tags", [])))["Role"]
    for each in managed:
        ask("iam", "attach_role_policy", RoleName=of["RoleName"], PolicyArn=each)
    for each in policies:
        ask("iam", "put_role_policy", each, RoleName=of["RoleName"])
    return of["RoleName"], made["Arn"]


def log(of):
    ask("logs", "create_log_group", LogGroupName=of["LogGroupName"], Tags=pairs(of.get("Tags")))
    ask("logs", "put_retention_policy", LogGroupName=of["LogGroupName"], RetentionInDays=of["RetentionInDays"])
    return of["LogGroupName"]


def repository(of):
    tags = listed(of.pop("Tags", []))
    of.pop("EmptyOnDelete", None)
    made = ask("ecr", "create_repository", of, Tags=tags)["repository"]
    return made["repositoryName"], made["repositoryArn"]


def cluster(of):
    kinds = of.pop("Logging")["ClusterLogging"]["EnabledTypes"]
    made = ask("eks", "create_cluster", of, Tags=pairs(of.pop("Tags", [])), Logging={"clusterLogging": [
        {"types": [each["Type"] if isinstance(each, dict) else each for each in kinds], "enabled": True}]})["cluster"]
    return made["name"], made["arn"]


def of_cluster(operation, answer, name):
    def made(of):
        one = ask("eks", operation, of, Tags=pairs(of.pop("Tags", [])))[answer]
        return one[name]
    return made


def entry(of):
    policies = of.pop("AccessPolicies", [])
    ask("eks", "create_access_entry", of, Tags=pairs(of.pop("Tags", [])))
    for each in policies:
        ask("eks", "associate_access_policy", each, ClusterName=of["ClusterName"], PrincipalArn=of["PrincipalArn"])
    return of["PrincipalArn"]


def ec2(operation, *path, kind=""):
    def made(of):
        answer = ask("ec2", operation, of, **(tagged(kind, of) if kind else {}))
        for each in path:
            answer = answer[each]
        return answer if path else ""
    return made


MAKE = {
    "AWS::EC2::VPC": vpc,
    "AWS::EC2::Subnet": subnet,
    "AWS::EC2::InternetGateway": ec2("create_internet_gateway", "InternetGateway", "InternetGatewayId", kind="internet-gateway"),
    "AWS::EC2::VPCGatewayAttachment": ec2("attach_internet_gateway"),
    "AWS::EC2::EIP": address,
    "AWS::EC2::NatGateway": ec2("create_nat_gateway", "NatGateway", "NatGatewayId", kind="natgateway"),
    "AWS::EC2::RouteTable": ec2("create_route_table", "RouteTable", "RouteTableId", kind="route-table"),
    "AWS::EC2::Route": ec2("create_route"),
    "AWS::EC2::SubnetRouteTableAssociation": ec2("associate_route_table", "AssociationId"),
    "AWS::EC2::VPCEndpoint": ec2("create_vpc_endpoint", "VpcEndpoint", "VpcEndpointId", kind="vpc-endpoint"),
    "AWS::EC2::SecurityGroup": group,
    "AWS::EC2::SecurityGroupIngress": rule("authorize_security_group_ingress"),
    "AWS::EC2::SecurityGroupEgress": rule("authorize_security_group_egress"),
    "AWS::EC2::LaunchTemplate": template,
    "AWS::KMS::Key": key,
    "AWS::KMS::Alias": alias,
    "AWS::IAM::Role": role,
    "AWS::Logs::LogGroup": log,
    "AWS::ECR::Repository": repository,
    "AWS::EKS::Cluster": cluster,
    "AWS::EKS::Nodegroup": of_cluster("create_nodegroup", "nodegroup", "nodegroupName"),
    "AWS::EKS::Addon": of_cluster("create_addon", "addon", "addonName"),
    "AWS::EKS::PodIdentityAssociation": of_cluster("create_pod_identity_association", "association", "associationId"),
    "AWS::EKS::AccessEntry": entry,
}

UNMAKE = {
    "AWS::EC2::VPC": lambda of, id: ask("ec2", "delete_vpc", VpcId=id),
    "AWS::EC2::SecurityGroup": lambda of, id: ask("ec2", "delete_security_group", GroupId=id),
    "AWS::EC2::LaunchTemplate": lambda of, id: ask("ec2", "delete_launch_template", LaunchTemplateId=id),
    "AWS::ECR::Repository": lambda of, id: ask("ecr", "delete_repository", RepositoryName=id),
    "AWS::EC2::SubnetRouteTableAssociation": lambda of, id: tables(of["RouteTableId"]),
    "AWS::EC2::Route": lambda of, id: None,
    "AWS::EC2::RouteTable": lambda of, id: ask("ec2", "delete_route_table", RouteTableId=id),
    "AWS::EC2::VPCEndpoint": lambda of, id: ask("ec2", "delete_vpc_endpoints", VpcEndpointIds=[id]),
    "AWS::EC2::NatGateway": lambda of, id: ask("ec2", "delete_nat_gateway", NatGatewayId=id),
    "AWS::EC2::EIP": lambda of, id: release(id),
    "AWS::EC2::VPCGatewayAttachment": lambda of, id: ask("ec2", "detach_internet_gateway", of),
    "AWS::EC2::InternetGateway": lambda of, id: ask("ec2", "delete_internet_gateway", InternetGatewayId=id),
    "AWS::EC2::SecurityGroupIngress": lambda of, id: ask("ec2", "revoke_security_group_ingress", GroupId=of["GroupId"], SecurityGroupRuleIds=[id]),
    "AWS::EC2::SecurityGroupEgress": lambda of, id: ask("ec2", "revoke_security_group_egress", GroupId=of["GroupId"], SecurityGroupRuleIds=[id]),
    "AWS::EKS::AccessEntry": lambda of, id: gone(lambda: ask("eks", "delete_access_entry", ClusterName=of["ClusterName"], PrincipalArn=id)),
    "AWS::EKS::PodIdentityAssociation": lambda of, id: ask("eks", "delete_pod_identity_association", ClusterName=of["ClusterName"], AssociationId=id),
    "AWS::EKS::Addon": lambda of, id: ask("eks", "delete_addon", ClusterName=of["ClusterName"], AddonName=id),
    "AWS::EKS::Nodegroup": lambda of, id: ask("eks", "delete_nodegroup", ClusterName=of["ClusterName"], NodegroupName=id),
    "AWS::EKS::Cluster": lambda of, id: ask("eks", "delete_cluster", Name=id),
}


def tables(table):
    """Its subnets, all of them; what CloudFormation calls an association has the table's name in Moto."""
    for each in ask("ec2", "describe_route_tables", RouteTableIds=[table])["RouteTables"]:
        for association in each["Associations"]:
            if not association.get("Main"):
                ask("ec2", "disassociate_route_table", AssociationId=association["RouteTableAssociationId"])


def release(address):
    """Of an address CloudFormation says the address, and the API wants its id."""
    for each in ask("ec2", "describe_addresses")["Addresses"]:
        if address in (each["PublicIp"], each["AllocationId"]):
            ask("ec2", "release_address", AllocationId=each["AllocationId"])


def gone(asked):
    try:
        asked()
    except clients["eks"].exceptions.ResourceNotFoundException:
        pass


def order():
    """What is named by something comes before it."""
    left, done = dict(things), []
    while left:
        free = [name for name in left if not names(left[name]["Properties"]) & (left.keys() - {name})]
        if not free:
            raise SystemExit("they need each other: " + ", ".join(left))
        for name in free:
            done.append(name)
            del left[name]
    return done


if said["how"] == "ask":
    answers = []
    for service, operation, given in said["calls"]:
        try:
            answers.append(getattr(boto3.client(service, region_name=REGION), operation)(**given))
        except Exception as e:
            raise SystemExit("%s %s: %s" % (service, operation, e))
    json.dump(answers, sys.stdout, default=str)
    sys.exit()
done = list(things) if said["how"] == "follow" else order()
for name in done if said["how"] != "unmake" else reversed(done):
    thing = things[name]
    try:
        of = filled(thing["Properties"])
        if said["how"] != "unmake":
            made = MAKE[thing["Type"]](of)
            known[name] = dict(zip(("id", "arn"), made)) if isinstance(made, tuple) else {"id": made}
            # a template's newest version is its first
            known[name].setdefault("arn", "1" if thing["Type"] == "AWS::EC2::LaunchTemplate" else known[name]["id"])
        else:
            UNMAKE[thing["Type"]](of, known[name]["id"])
    except Exception as e:
        raise SystemExit("%s (%s): %s %s" % (name, thing["Type"], type(e).__name__, e))
json.dump(known, sys.stdout)
