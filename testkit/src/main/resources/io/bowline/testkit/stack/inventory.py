# Says what an account has, one line for each thing: its kind, its name, and what it is, in an order of its own.
# Ids are told as names, so that two accounts that were made alike say the same.
import json
import os
import re
import sys
from urllib.parse import unquote

import boto3

REGION = os.environ["AWS_REGION"]
clients = {}
lines, called = [], {}


def ask(service, operation, answer, **given):
    client = clients.setdefault(service, boto3.client(service, region_name=REGION))
    if client.can_paginate(operation):
        return [each for page in client.get_paginator(operation).paginate(**given) for each in page.get(answer, [])]
    return getattr(client, operation)(**given)[answer]


def tags(of):
    pairs = of if isinstance(of, dict) else {each.get("Key", each.get("TagKey")): each.get("Value", each.get("TagValue")) for each in of or []}
    return {key: value for key, value in pairs.items() if not key.startswith("aws:")}


def line(kind, name, **what):
    lines.append((kind, name, what))


def call(id, name):
    called[id] = name


def name(of):
    return tags(of.get("Tags")).get("Name", "")


def document(of):
    return json.loads(unquote(of)) if isinstance(of, str) else of


def rules(group, ours):
    if group["GroupId"] not in ours:
        return
    for way, permissions in (("in", group["IpPermissions"]), ("out", group["IpPermissionsEgress"])):
        for each in permissions:
            other = [(one["CidrIp"]) for one in each["IpRanges"]]
            other += [(one["PrefixListId"]) for one in each["PrefixListIds"]]
            other += [(one["GroupId"]) for one in each["UserIdGroupPairs"]]
            for peer in other:
                line("rule", group["GroupName"], way=way, protocol=each["IpProtocol"], peer=peer,
                     ports=[each.get("FromPort", -1), each.get("ToPort", -1)])


networks = [each for each in ask("ec2", "describe_vpcs", "Vpcs") if not each["IsDefault"]]
ours = {each["VpcId"] for each in networks}
for each in networks:
    call(each["VpcId"], name(each))
    dns = {what: clients["ec2"].describe_vpc_attribute(VpcId=each["VpcId"], Attribute=what)[what[0].upper() + what[1:]]["Value"]
           for what in ("enableDnsSupport", "enableDnsHostnames")}
    line("network", name(each), range=each["CidrBlock"], tags=tags(each.get("Tags")), **dns)
for each in ask("ec2", "describe_subnets", "Subnets"):
    if each["VpcId"] in ours:
        call(each["SubnetId"], name(each))
        line("subnet", name(each), network=each["VpcId"], range=each["CidrBlock"], zone=each["AvailabilityZone"],
             public=each["MapPublicIpOnLaunch"], tags=tags(each.get("Tags")))
for each in ask("ec2", "describe_internet_gateways", "InternetGateways"):
    call(each["InternetGatewayId"], name(each))
    line("gateway", name(each), networks=[one["VpcId"] for one in each["Attachments"]], tags=tags(each.get("Tags")))
for each in ask("ec2", "describe_addresses", "Addresses"):
    call(each["AllocationId"], name(each))
    line("address", name(each), tags=tags(each.get("Tags")))
for each in ask("ec2", "describe_nat_gateways", "NatGateways"):
    if each["State"] != "deleted":
        call(each["NatGatewayId"], name(each))
        line("way out", name(each), subnet=each["SubnetId"], tags=tags(each.get("Tags")),
             addresses=[one["AllocationId"] for one in each["NatGatewayAddresses"]])
for each in ask("ec2", "describe_vpc_endpoints", "VpcEndpoints"):
    if each["State"] == "deleted":
        continue
    call(each["VpcEndpointId"], name(each))
    line("service", each["ServiceName"], type=each["VpcEndpointType"], network=each["VpcId"], dns=each["VpcEndpointType"] == "Interface" and each["PrivateDnsEnabled"],
         subnets=sorted(each.get("SubnetIds") or []), tables=sorted(each.get("RouteTableIds") or []),
         groups=sorted(one["GroupId"] for one in each.get("Groups") or []), tags=tags(each.get("Tags")))
for each in ask("ec2", "describe_route_tables", "RouteTables"):
    if each["VpcId"] in ours and not any(one.get("Main") for one in each["Associations"]):
        call(each["RouteTableId"], name(each))
        line("routes", name(each), subnets=sorted(one["SubnetId"] for one in each["Associations"]), tags=tags(each.get("Tags")),
             to=sorted([one.get("DestinationCidrBlock", one.get("DestinationPrefixListId", "")),
                        one.get("GatewayId", one.get("NatGatewayId", ""))] for one in each["Routes"] if one.get("GatewayId") not in called or not called[one["GatewayId"]].endswith("-s3")))
for each in ask("ec2", "describe_managed_prefix_lists", "PrefixLists"):
    call(each["PrefixListId"], each["PrefixListName"])
groups = ask("ec2", "describe_security_groups", "SecurityGroups")
for each in groups:
    call(each["GroupId"], each["GroupName"])
for each in groups:
    if each["VpcId"] in ours:
        if each["GroupName"] != "default":
            line("group", each["GroupName"], network=each["VpcId"], about=each["Description"], tags=tags(each.get("Tags")))
        rules(each, {one["GroupId"] for one in groups if one["VpcId"] in ours})
for each in ask("ec2", "describe_launch_templates", "LaunchTemplates"):
    call(each["LaunchTemplateId"], each["LaunchTemplateName"])
    data = ask("ec2", "describe_launch_template_versions", "LaunchTemplateVersions", LaunchTemplateId=each["LaunchTemplateId"], Versions=["$Latest"])[0]
    line("template", each["LaunchTemplateName"], version=data["VersionNumber"], data=data["LaunchTemplateData"], tags=tags(each.get("Tags")))
aliases = {each.get("TargetKeyId"): each["AliasName"] for each in ask("kms", "list_aliases", "Aliases") if not each["AliasName"].startswith("alias/aws/")}
for each in ask("kms", "list_keys", "Keys"):
    known = ask("kms", "describe_key", "KeyMetadata", KeyId=each["KeyId"])
    if known["KeyManager"] == "CUSTOMER" and known["KeyState"] == "Enabled":
        call(each["KeyId"], aliases.get(each["KeyId"], ""))
        line("key", aliases.get(each["KeyId"], ""), about=known["Description"], rotates=ask("kms", "get_key_rotation_status", "KeyRotationEnabled", KeyId=each["KeyId"]),
             tags=tags(ask("kms", "list_resource_tags", "Tags", KeyId=each["KeyId"])))
for each in ask("iam", "list_roles", "Roles"):
    role = ask("iam", "get_role", "Role", RoleName=each["RoleName"])
    if not role["Path"].startswith("/aws-"):
        line("role", role["RoleName"], trust=document(role["AssumeRolePolicyDocument"]), boundary=role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", ""),
             attached=sorted(one["PolicyArn"] for one in ask("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=role["RoleName"])),
             own={one: document(ask("iam", "get_role_policy", "PolicyDocument", RoleName=role["RoleName"], PolicyName=one))
                  for one in ask("iam", "list_role_policies", "PolicyNames", RoleName=role["RoleName"])},
             tags=tags(role.get("Tags")), about=role.get("Description", ""))
for each in ask("logs", "describe_log_groups", "logGroups"):
    line("log", each["logGroupName"], days=each.get("retentionInDays"), tags=tags(ask("logs", "list_tags_log_group", "tags", logGroupName=each["logGroupName"])))
for each in ask("ecr", "describe_repositories", "repositories"):
    line("registry", each["repositoryName"], tags=tags(ask("ecr", "list_tags_for_resource", "tags", resourceArn=each["repositoryArn"])),
         **{one: each.get(one) for one in ("imageTagMutability", "imageScanningConfiguration", "encryptionConfiguration")})
for each in ask("lambda", "list_functions", "Functions"):
    line("function", each["FunctionName"], role=each["Role"], runtime=each["Runtime"])
for cluster in ask("eks", "list_clusters", "clusters"):
    known = ask("eks", "describe_cluster", "cluster", name=cluster)
    line("cluster", cluster, tags=tags(known.get("tags")), role=known["roleArn"], version=known["version"], access=known.get("accessConfig"),
         encrypted=known.get("encryptionConfig"), logs=sorted(kind for one in known["logging"]["clusterLogging"] if one["enabled"] for kind in one["types"]),
         network={one: known["resourcesVpcConfig"].get(one) for one in ("subnetIds", "securityGroupIds", "endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")})
    for each in ask("eks", "list_nodegroups", "nodegroups", clusterName=cluster):
        pool = ask("eks", "describe_nodegroup", "nodegroup", clusterName=cluster, nodegroupName=each)
        line("pool", each, tags=tags(pool.get("tags")), **{one: pool.get(one) for one in (
            "scalingConfig", "instanceTypes", "subnets", "amiType", "nodeRole", "launchTemplate", "updateConfig")})
    for each in ask("eks", "list_addons", "addons", clusterName=cluster):
        addon = ask("eks", "describe_addon", "addon", clusterName=cluster, addonName=each)
        line("addon", each, settings=addon.get("configurationValues"), tags=tags(addon.get("tags")))
    for each in ask("eks", "list_access_entries", "accessEntries", clusterName=cluster):
        entry = ask("eks", "describe_access_entry", "accessEntry", clusterName=cluster, principalArn=each)
        line("access", each, type=entry.get("type"), tags=tags(entry.get("tags")), policies=[
            [one["policyArn"], one["accessScope"]] for one in ask("eks", "list_associated_access_policies", "associatedAccessPolicies", clusterName=cluster, principalArn=each)])
    for each in ask("eks", "list_pod_identity_associations", "associations", clusterName=cluster):
        known = ask("eks", "describe_pod_identity_association", "association", clusterName=cluster, associationId=each["associationId"])
        line("identity", known["serviceAccount"], namespace=known["namespace"], role=known["roleArn"], tags=tags(known.get("tags")))

ids = re.compile("|".join(re.escape(each) for each in sorted(called, key=len, reverse=True)) or "$^")


def told(value):
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items() if each not in (None, [], {}, "")}
    if isinstance(value, list):
        return sorted((told(each) for each in value), key=lambda one: json.dumps(one, sort_keys=True))
    return ids.sub(lambda found: called[found.group(0)], value) if isinstance(value, str) else value


json.dump(sorted("%s %s %s" % (kind, who, json.dumps(told(what), sort_keys=True, default=str)) for kind, who, what in lines), sys.stdout)
