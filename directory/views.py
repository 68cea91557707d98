from django.http import HttpResponse


def profile_list(request):
    return HttpResponse("stub")


profile_map = edit = profile_list


def profile(request, slug):
    return HttpResponse("stub")
