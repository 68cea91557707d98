from django.http import JsonResponse


def communes(request):
    return JsonResponse({"results": []})
